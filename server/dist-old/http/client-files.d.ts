import { type Router } from 'express';
/** The built client: files as they are, and index.html for every page, told under which path it is served. */
export declare function clientFiles(directory: string, basePath: string): Router;

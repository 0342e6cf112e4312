/**
 * What is wrong with a file as a whole, and what to do about it; undefined when nothing is. A UTF-16 text is one fault
 * and not a thousand broken lines; its lines are counted as unreadable all the same.
 * @param head the first bytes of the file
 */
export declare function encodingFault(file: string, head: Buffer): string | undefined;

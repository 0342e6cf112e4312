/**
 * The secret in a file, without the newline that editors add.
 * @throws Error that names the file and the remedy, and nothing of what it holds
 */
export declare function readSecret(file: string): string;

/** What is stored of a password: argon2id in PHC form, salt and cost in it. */
export declare function hashPassword(password: string): Promise<string>;
/**
 * Whether a password fits a hash. Where there is no such person it takes as long as where there is one, so that names
 * cannot be found out by a clock.
 */
export declare function fitsPassword(password: string, passwordHash: string | undefined): Promise<boolean>;

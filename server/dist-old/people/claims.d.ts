import { type PersonRole } from '@tunnelwatch/shared/people';
/** How claims of a provider are read. */
export interface ClaimSettings {
    nameClaim: string;
    roleClaim: string;
    /** The values that give each role. */
    values: Readonly<Record<PersonRole, readonly string[]>>;
}
/** The name of somebody: the claim that is set, else the address, else the subject; undefined where none can be used. */
export declare function nameOf(claims: Readonly<Record<string, unknown>>, { nameClaim }: ClaimSettings): string | undefined;
/** The highest role that the claims give; undefined for none. */
export declare function roleOf(claims: Readonly<Record<string, unknown>>, { roleClaim, values }: ClaimSettings): PersonRole | undefined;

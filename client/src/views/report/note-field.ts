/** The id of the field for a hand-over note: an address that ends with it leads there. */
export const NOTE_FIELD = 'hand-over-note';

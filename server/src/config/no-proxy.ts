/** The key `proxy` of a channel that goes past the web proxy of the environment. */
export const NO_PROXY = 'none';

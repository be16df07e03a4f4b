/** Shorter passwords are not taken. */
export const leastPassword = 10;

export type Part = 'main' | 'preload' | 'renderer';
export const parts: readonly Part[];
export function isFresh(root: string, part: Part): boolean;
export function dropStamp(root: string, part: Part): void;
export function writeStamp(root: string, part: Part, print: string): void;
export function fingerprint(root: string, part: Part): string;

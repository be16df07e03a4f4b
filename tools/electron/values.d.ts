/** As structured cloning does it; throws "An object could not be cloned." for functions, symbols and circles. */
export function encode(value: unknown): string;
export function decode(text: string): unknown;

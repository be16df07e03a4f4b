export function installPackages(root: string): void;
export function lackingPackages(root: string): readonly string[];

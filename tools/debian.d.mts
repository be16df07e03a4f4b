export type Purpose = 'window' | 'screens' | 'tests';
export const purposes: Readonly<Record<Purpose, readonly string[]>>;
export function lackingDebianPackages(names: readonly Purpose[]): readonly string[];
export function installDebianPackages(names: readonly Purpose[]): readonly string[];

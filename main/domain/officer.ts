import type { OfficerId } from './identifiers.ts';

export type Role = 'inspector' | 'clerk' | 'supervisor' | 'administrator';

export type Officer = {
  readonly id: OfficerId;
  /** Log-in name, lower case, unique. */
  readonly login: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  /** The officer's own signing certificate, if enrolled (facts only). */
  readonly certificate?: string;
};

/** Everything an officer may be permitted to do; the service window asks for one of these on every call. */
export type Permission =
  | 'submissions.read'
  | 'submissions.decide'
  | 'submissions.retry'
  | 'replies.compose'
  | 'replies.approve'
  | 'archive.search'
  | 'archive.export'
  | 'archive.fixity'
  | 'archive.seal'
  | 'archive.backup'
  | 'reports.read'
  | 'reports.export'
  | 'journal.read'
  | 'exchange.read'
  | 'exchange.run'
  | 'subscribers.read'
  | 'subscribers.edit'
  | 'settings.read'
  | 'settings.edit'
  | 'officers.edit';

const everyone: readonly Permission[] = [
  'submissions.read',
  'archive.search',
  'subscribers.read',
  'exchange.read',
  'settings.read',
];

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  inspector: [
    ...everyone,
    'submissions.decide',
    'submissions.retry',
    'replies.compose',
    'exchange.run',
    'subscribers.edit',
  ],
  clerk: [
    ...everyone,
    'archive.export',
    'archive.fixity',
    'archive.seal',
    'archive.backup',
    'journal.read',
  ],
  supervisor: [
    ...everyone,
    'replies.approve',
    'reports.read',
    'reports.export',
    'archive.export',
    'journal.read',
  ],
  administrator: [
    ...everyone,
    'submissions.retry',
    'exchange.run',
    'archive.fixity',
    'archive.seal',
    'archive.backup',
    'journal.read',
    'settings.edit',
    'officers.edit',
    'subscribers.edit',
  ],
};

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => granted[role]));
}

export function mayDo(officer: Pick<Officer, 'roles' | 'active'>, permission: Permission): boolean {
  return officer.active && permissionsOf(officer.roles).has(permission);
}

import { Archive, ArrowLeftRight, ChartColumn, Inbox, ListTodo, Mail, ScrollText, Settings as Cog, UsersRound, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Health, Permission } from '../../preload/contract.ts';

/** A place of the left bar. Its title is "place.<id>" in texts/<language>/frame.json. */
export type Place = {
  readonly id: string;
  readonly icon: LucideIcon;
  /** Without it the place is not shown. */
  readonly permission: Permission;
  /** Counts what waits; nothing is shown for 0. */
  readonly count?: (health: Health) => number;
  /** Loaded when first opened; features/<name>/index.tsx exports it as default. It reads its address by useRoute(). */
  readonly screen: LazyExoticComponent<ComponentType>;
};

/** The one registry: a new screen is one line here, in the order of the left bar (Alt 1…9). */
export const places: readonly Place[] = [
  { id: 'needs-action', icon: ListTodo, permission: 'submissions.read', count: (health) => health.needsAction, screen: lazy(() => import('../features/needs-action/index.tsx')) },
  { id: 'submissions', icon: Inbox, permission: 'submissions.read', screen: lazy(() => import('../features/submissions/index.tsx')) },
  { id: 'replies', icon: Mail, permission: 'submissions.read', count: (health) => health.repliesWaiting, screen: lazy(() => import('../features/replies/index.tsx')) },
  { id: 'subscribers', icon: UsersRound, permission: 'subscribers.read', screen: lazy(() => import('../features/subscribers/index.tsx')) },
  { id: 'archive', icon: Archive, permission: 'archive.search', screen: lazy(() => import('../features/archive-search/index.tsx')) },
  { id: 'reports', icon: ChartColumn, permission: 'reports.read', screen: lazy(() => import('../features/reports/index.tsx')) },
  { id: 'journal', icon: ScrollText, permission: 'journal.read', screen: lazy(() => import('../features/journal/index.tsx')) },
  { id: 'exchange', icon: ArrowLeftRight, permission: 'exchange.read', count: (health) => health.held, screen: lazy(() => import('../features/exchange/index.tsx')) },
  { id: 'settings', icon: Cog, permission: 'settings.read', screen: lazy(() => import('../features/settings/index.tsx')) },
];

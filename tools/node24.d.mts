import type { SpawnOptions } from 'node:child_process';
export function findNode(root: string): string;
export function environmentWith(node: string, root: string): NodeJS.ProcessEnv;
export function runAs(program: string, args: readonly string[], options: SpawnOptions): Promise<number>;

import type { Permission, Start } from '../../preload/contract.ts';
import { useStation } from './station-api.ts';

/** Who is here and what the station is; only below the frame, where it is known. */
export function useStart(): Start {
  const { data } = useStation('start.read', {});
  if (data === undefined) throw new Error('The start is read before any screen is shown.');
  return data;
}

/** Hides or disables; the station asks again by itself. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useStart();
  return (permission) => permissions.includes(permission);
}

/** Whether a name belongs to a simulated party of the demo office. */
export function useSimulated(): (name: string | undefined) => boolean {
  const { demo } = useStart();
  return (name) => demo !== undefined && name !== undefined && (name === demo.operator || demo.subscribers.includes(name));
}

import { useState } from 'react';
import type { Settings } from '../../../preload/contract.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';

/**
 * One section of the settings being edited. What is saved is the newest whole with this section put in,
 * so that a change which somebody made to another section meanwhile is not undone.
 */
export function useSettingsForm<Part>(read: (settings: Settings) => Part, put: (settings: Settings, part: Part) => Settings) {
  const { data, error, loading, again } = useStation('settings.read', {});
  const saving = useAct('settings.save');
  const may = useMay();
  const [edited, setEdited] = useState<Part>();
  const [saved, setSaved] = useState(false);
  const kept = data === undefined ? undefined : read(data);
  const part = edited ?? kept;
  return {
    part,
    settings: data,
    error,
    loading,
    again,
    saveError: saving.error,
    busy: saving.busy,
    saved,
    mayEdit: may('settings.edit'),
    changed: edited !== undefined && JSON.stringify(edited) !== JSON.stringify(kept),
    change: (next: Part) => {
      setSaved(false);
      setEdited(next);
    },
    cancel: () => setEdited(undefined),
    /** Resolves with whether it was saved. */
    save: async (next: Part | undefined = part) => {
      if (data === undefined || next === undefined) return false;
      const done = await saving.act({ settings: put(data, next) });
      if (done === undefined) return false;
      setEdited(undefined);
      setSaved(true);
      return true;
    },
  };
}

export type SettingsForm<Part> = ReturnType<typeof useSettingsForm<Part>>;

import { useEffect, useRef } from 'react';

/**
 * A key as it lies on the keyboard, not as it prints: "Ctrl+KeyK", "Alt+Digit1", "Slash", "Shift+Slash", "F6",
 * "Ctrl+Enter". So every shortcut works in the Russian layout too. Ctrl is also Command.
 */
export type Chord = string;

export type HotkeyOptions = {
  /** Also while typing in a field; chords with Ctrl or Alt and function keys work there anyway. */
  readonly inFields?: boolean;
  readonly off?: boolean;
};

export function useHotkey(chord: Chord | readonly Chord[], act: (event: KeyboardEvent) => void, options: HotkeyOptions = {}): void {
  const latest = useRef(act);
  latest.current = act;
  const chords = typeof chord === 'string' ? chord : chord.join(' ');
  const { inFields = false, off = false } = options;
  useEffect(() => {
    if (off) return undefined;
    const listener = (event: KeyboardEvent) => {
      const pressed = chordOf(event);
      if (event.defaultPrevented || !chords.split(' ').includes(pressed)) return;
      if (!inFields && isTyping(event.target) && !worksInFields(pressed)) return;
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [chords, inFields, off]);
}

export function chordOf(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Chord {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  parts.push(event.code === 'NumpadEnter' ? 'Enter' : event.code);
  return parts.join('+');
}

function worksInFields(chord: Chord): boolean {
  return /^(Ctrl|Alt)\+/.test(chord) || /(^|\+)F\d+$/.test(chord);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
}

/** "Ctrl+KeyK" as people read it: "Ctrl K". */
export function readable(chord: Chord): string {
  return chord.replace(/Key|Digit/g, '').replace('Slash', '/').replace('Escape', 'Esc').replace('Shift+/', '?').replaceAll('+', ' ');
}

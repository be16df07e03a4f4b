import { ArrowLeftRight, CornerDownLeft, FileText, Languages, Keyboard, LogOut, Moon, Search, Send, UsersRound, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { skipToken, useAct, useStation } from '../station-api.ts';
import type { Place } from '../places.ts';
import { languageChosen, themeChosen } from '../preferences.ts';
import { addressOf, go } from '../router.ts';
import { useMay } from '../start.ts';
import { useSend, useStore } from '../store.ts';
import type { Sheet } from './Frame.tsx';
import { useSignOut } from './sign-out.ts';
import { useFrameText, type FrameKey } from './texts.ts';

type Finding = { readonly id: string; readonly group: 'go' | 'find' | 'do'; readonly icon: LucideIcon; readonly title: string; readonly note?: string; readonly act: () => unknown };
type PaletteProps = { readonly open: boolean; readonly onClose: () => void; readonly onSheet: (sheet: Sheet) => void; readonly places: readonly Place[] };

/** One field for everything: go to a place, find a submission or a subscriber, do something. */
export function CommandPalette(props: PaletteProps) {
  return (
    <ModalOverlay className="veil top" isOpen={props.open} onOpenChange={(now) => now || props.onClose()} isDismissable>
      <Modal className="modal middle">
        <PaletteBody {...props} />
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onClose, onSheet, places }: PaletteProps) {
  const t = useFrameText();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const asked = useSettled(text.trim(), 120);
  const findings = [...useFound(asked), ...usePlaces(places, text), ...useCommands(text, onSheet), ...useArchiveSearch(text)];
  const current = Math.min(at, findings.length - 1);
  const take = (finding: Finding | undefined) => {
    if (finding === undefined) return;
    onClose();
    void finding.act();
  };
  const onKey = (event: KeyboardEvent) => {
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: findings.length - 1 }[event.code];
    if (event.code === 'Enter' || event.code === 'NumpadEnter') take(findings[current]);
    else if (to === undefined || (text !== '' && (event.code === 'Home' || event.code === 'End'))) return;
    else setAt((to + findings.length) % Math.max(1, findings.length));
    event.preventDefault();
  };
  return (
    <AriaDialog className="palette" aria-label={t('search')}>
      <div className="palette-field">
        <Search size={16} aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded={findings.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-label={t('search')}
          {...(findings.length > 0 ? { 'aria-activedescendant': `${id}-${current}` } : {})}
          placeholder={t('search.hint')}
          value={text}
          onChange={(event) => (setText(event.target.value), setAt(0))}
          onKeyDown={onKey}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t('search')} className="palette-list">
        {findings.map((finding, index) => (
          <div key={finding.id} id={`${id}-${index}`} role="option" aria-selected={index === current} className={`list-item${index === current ? ' current' : ''}`} onPointerMove={() => index !== at && setAt(index)} onClick={() => take(finding)}>
            <finding.icon size={14} aria-hidden />
            <span className="cut">{finding.title}</span>
            {finding.note === undefined ? null : <span className="soft cut palette-note">{finding.note}</span>}
            <span className="soft small push">{t(`palette.${finding.group}`)}</span>
            {index === current ? <CornerDownLeft size={12} aria-hidden /> : null}
          </div>
        ))}
      </div>
    </AriaDialog>
  );
}

function useFound(text: string): readonly Finding[] {
  const long = text.length >= 2;
  const { data: submissions } = useStation('submissions.page', long ? { filter: { text }, sort: 'receivedAt', descending: true, offset: 0, limit: 6 } : skipToken);
  const { data: subscribers } = useStation('subscribers.page', long ? { text, offset: 0, limit: 4 } : skipToken);
  if (!long) return [];
  return [
    ...(submissions?.rows ?? []).map((row): Finding => ({ id: row.id, group: 'find', icon: FileText, title: row.number, note: `${row.subscriber.name} · ${row.formName ?? row.subject ?? ''}`, act: () => go(addressOf('submissions', [row.id])) })),
    ...(subscribers?.rows ?? []).map((row): Finding => ({ id: `s${row.taxNumber}`, group: 'find', icon: UsersRound, title: row.name, note: row.taxNumber, act: () => go(addressOf('subscribers', [row.taxNumber])) })),
  ];
}

function usePlaces(places: readonly Place[], text: string): readonly Finding[] {
  const t = useFrameText();
  return places.map((place): Finding => ({ id: `p${place.id}`, group: 'go', icon: place.icon, title: t(`place.${place.id}` as FrameKey), act: () => go(`/${place.id}`) })).filter(matches(text));
}

function useCommands(text: string, onSheet: (sheet: Sheet) => void): readonly Finding[] {
  const t = useFrameText();
  const may = useMay();
  const send = useSend();
  const signOut = useSignOut();
  const { act: run } = useAct('exchange.run');
  const { language, theme } = useStore((state) => state.preferences);
  const commands: readonly Finding[] = [
    ...(may('exchange.run') ? [{ id: 'run', group: 'do', icon: ArrowLeftRight, title: t('do.exchange'), act: () => run({}) } as const] : []),
    ...(may('replies.compose') ? [{ id: 'reply', group: 'do', icon: Send, title: t('do.reply'), act: () => go('/replies/new') } as const] : []),
    { id: 'theme', group: 'do', icon: Moon, title: t('do.theme'), act: () => send(themeChosen(theme === 'dark' ? 'light' : 'dark')) },
    { id: 'language', group: 'do', icon: Languages, title: t('language.other'), act: () => send(languageChosen(language === 'ru' ? 'en' : 'ru')) },
    { id: 'keys', group: 'do', icon: Keyboard, title: t('keys.title'), act: () => onSheet('keys') },
    { id: 'out', group: 'do', icon: LogOut, title: t('officer.out'), act: signOut },
  ];
  return commands.filter(matches(text));
}

function useArchiveSearch(text: string): readonly Finding[] {
  const t = useFrameText();
  const may = useMay();
  if (text.trim().length < 2 || !may('archive.search')) return [];
  return [{ id: 'archive-search', group: 'find', icon: Search, title: t('palette.archive', { text: text.trim() }), act: () => go(addressOf('archive', [], { text: text.trim() })) }];
}

function matches(text: string): (finding: Finding) => boolean {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return ({ title }) => words.every((word) => title.toLocaleLowerCase().includes(word));
}

function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), ms);
    return () => window.clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

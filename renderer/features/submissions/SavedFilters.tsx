import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SavedSearch } from '../../../preload/contract.ts';
import { go } from '../../app/router.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useSend } from '../../app/store.ts';
import { useText } from '../../app/texts.ts';
import { offerUndo } from '../../app/undo.ts';
import { Button, Dialog, ErrorBox, Menu, TextField, type MenuEntry } from '../../components/index.ts';
import { isFiltered, queryOf, type Params } from './filter.ts';
import { useSubmissionsText } from './texts.ts';

export function SavedFilters({ params }: { readonly params: Params }) {
  const t = useSubmissionsText();
  const send = useSend();
  const { data } = useStation('archive.searches', {});
  const [naming, setNaming] = useState(false);
  const remove = useAct('archive.deleteSearch');
  const save = useAct('archive.saveSearch');
  const mine = (data ?? []).filter((search) => search.place === 'submissions');
  const now = mine.find((search) => search.query === queryOf(params));
  const forget = async (search: SavedSearch) => {
    if ((await remove.act({ id: search.id })) === undefined && remove.error !== undefined) return;
    offerUndo(send, t('saved.removed', { name: search.name }), () => save.act({ name: search.name, place: search.place, query: search.query }));
  };
  const entries: MenuEntry[] = [
    ...mine.map((search) => ({ id: search.id, label: search.name, ticked: search === now, act: () => go(`/submissions?${search.query}`) })),
    ...(mine.length > 0 ? [{ separator: 'after' }] : []),
    { id: 'save', label: t('saved.save'), icon: <BookmarkPlus size={14} aria-hidden />, disabled: !isFiltered(params) || now !== undefined, act: () => setNaming(true) },
    ...(now === undefined ? [] : [{ id: 'forget', label: t('saved.remove', { name: now.name }), icon: <Trash2 size={14} aria-hidden />, act: () => void forget(now) }]),
  ];
  return (
    <>
      <Menu label={t('saved')} entries={entries}>
        <Button look="quiet" icon={<Bookmark size={14} aria-hidden />}>
          {now?.name ?? t('saved')}
        </Button>
      </Menu>
      <NameIt key={String(naming)} open={naming} onClose={() => setNaming(false)} query={queryOf(params)} />
    </>
  );
}

function NameIt({ open, onClose, query }: { readonly open: boolean; readonly onClose: () => void; readonly query: string }) {
  const t = useSubmissionsText();
  const words = useText();
  const [name, setName] = useState('');
  const save = useAct('archive.saveSearch');
  const act = async () => {
    if (name.trim() !== '' && (await save.act({ name: name.trim(), place: 'submissions', query })) !== undefined) onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('saved.save')}
      foot={
        <>
          <Button onPress={onClose}>{words('act.cancel')}</Button>
          <Button look="filled" isDisabled={name.trim() === ''} busy={save.busy} onPress={() => void act()}>
            {words('act.save')}
          </Button>
        </>
      }
    >
      <div className="column">
        <TextField label={t('saved.name')} autoFocus maxLength={80} value={name} onChange={setName} onEnter={() => void act()} />
        {save.error === undefined ? null : <ErrorBox error={save.error} />}
      </div>
    </Dialog>
  );
}

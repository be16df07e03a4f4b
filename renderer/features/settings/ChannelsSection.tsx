import { FolderSync, Mail, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ChannelId, ChannelSettings } from '../../../preload/contract.ts';
import { Badge, Button, ConfirmDialog, ErrorBox, Loading } from '../../components/index.ts';
import { ChannelForm } from './ChannelForm.tsx';
import { forStation, freeId, newMailbox, newSpool } from './channel-settings.ts';
import { useText } from './texts.ts';
import { useSettingsForm } from './use-settings-form.ts';

/** The channels on the left, the chosen one on the right. */
export function ChannelsSection() {
  const t = useText();
  const form = useSettingsForm(
    ({ channels }) => channels,
    (settings, channels) => ({ ...settings, channels }),
  );
  const [chosen, setChosen] = useState<ChannelId>();
  const [fresh, setFresh] = useState<ChannelSettings>();
  const [doomed, setDoomed] = useState<ChannelSettings>();
  if (form.error !== undefined) return <ErrorBox error={form.error} onAgain={form.again} />;
  if (form.part === undefined) return <Loading />;
  const channels = form.part;
  const shown = fresh ?? channels.find(({ id }) => id === chosen) ?? channels[0];
  const save = async (channel: ChannelSettings) => {
    const next = fresh === undefined ? channels.map((one) => (one.id === channel.id ? forStation(channel) : one)) : [...channels, forStation(channel)];
    if (!(await form.save(next))) return;
    setChosen(channel.id);
    setFresh(undefined);
  };
  const remove = async (channel: ChannelSettings) => {
    if (await form.save(channels.filter(({ id }) => id !== channel.id))) setDoomed(undefined);
  };
  return (
    <>
      <p className="soft">{t('channels.intro')}</p>
      <div className="channels-section">
        <div className="channels-list">
          <ul aria-label={t('channels.list')}>
            {channels.map((channel) => (
              <li key={channel.id}>
                <ChannelLine channel={channel} chosen={channel === shown} onChoose={() => (setFresh(undefined), setChosen(channel.id))} />
              </li>
            ))}
            {fresh === undefined ? null : (
              <li>
                <ChannelLine channel={fresh} chosen onChoose={() => undefined} />
              </li>
            )}
          </ul>
          {channels.length === 0 && fresh === undefined ? <p>{t('channels.none')}</p> : null}
          {form.mayEdit ? (
            <div className="column">
              <Button icon={<Plus size={14} aria-hidden />} onPress={() => setFresh(newMailbox(freeId('mail', channels), t('channels.newMail')))}>
                {t('channels.addMail')}
              </Button>
              <Button icon={<Plus size={14} aria-hidden />} onPress={() => setFresh(newSpool(freeId('spool', channels), t('channels.newSpool')))}>
                {t('channels.addSpool')}
              </Button>
            </div>
          ) : null}
        </div>
        {shown === undefined ? null : (
          <ChannelForm key={`${shown.id} ${fresh === undefined ? 'kept' : 'fresh'}`} channel={shown} fresh={fresh !== undefined} mayEdit={form.mayEdit} busy={form.busy} error={form.saveError} saved={form.saved} onSave={save} onRemove={() => (fresh === undefined ? setDoomed(shown) : setFresh(undefined))} />
        )}
      </div>
      {doomed === undefined ? null : (
        <ConfirmDialog open danger onClose={() => setDoomed(undefined)} title={t('channels.removeTitle')} act={t('channels.removeConfirm')} onAct={() => remove(doomed)} busy={form.busy} error={form.saveError}>
          <p>{t('channels.removeWhat', { name: doomed.name })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function ChannelLine({ channel, chosen, onChoose }: { readonly channel: ChannelSettings; readonly chosen: boolean; readonly onChoose: () => void }) {
  const t = useText();
  return (
    <button type="button" className={`list-item${chosen ? ' chosen' : ''}`} aria-pressed={chosen} onClick={onChoose}>
      {channel.kind === 'mailbox' ? <Mail size={16} aria-hidden /> : <FolderSync size={16} aria-hidden />}
      <span className="cut">{channel.name}</span>
      {channel.enabled ? null : <Badge>{t('channels.off')}</Badge>}
    </button>
  );
}

import { Building2, CalendarClock, Cable, FlaskConical, KeyRound, Palette, RefreshCw, ShieldCheck, SquareUser, Stamp, UsersRound, Vault, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { addressOf, go, useRoute } from '../../app/router.ts';
import { useMay, useStart } from '../../app/start.ts';
import { Toolbar } from '../../components/index.ts';
import { Appearance } from './Appearance.tsx';
import { ChannelsSection } from './ChannelsSection.tsx';
import { DemoControls } from './DemoControls.tsx';
import { KeysSection } from './KeysSection.tsx';
import { MySection } from './MySection.tsx';
import { OfficersSection } from './OfficersSection.tsx';
import { ArchiveForm, AuthorityForm, ExchangeForm, LimitsForm, VerificationForm } from './plain-sections.tsx';
import { useText } from './texts.ts';
import { TrustSection } from './TrustSection.tsx';
import './settings.css';

type Section = { readonly id: 'authority' | 'channels' | 'exchange' | 'verification' | 'limits' | 'archive' | 'keys' | 'trust' | 'officers' | 'me' | 'appearance' | 'demo'; readonly icon: LucideIcon; readonly content: ComponentType };

const sections: readonly Section[] = [
  { id: 'authority', icon: Building2, content: AuthorityForm },
  { id: 'channels', icon: Cable, content: ChannelsSection },
  { id: 'exchange', icon: RefreshCw, content: ExchangeForm },
  { id: 'verification', icon: ShieldCheck, content: VerificationForm },
  { id: 'limits', icon: CalendarClock, content: LimitsForm },
  { id: 'archive', icon: Vault, content: ArchiveForm },
  { id: 'keys', icon: KeyRound, content: KeysSection },
  { id: 'trust', icon: Stamp, content: TrustSection },
  { id: 'officers', icon: UsersRound, content: OfficersSection },
  { id: 'me', icon: SquareUser, content: MySection },
  { id: 'appearance', icon: Palette, content: Appearance },
  { id: 'demo', icon: FlaskConical, content: DemoControls },
];

/** #/settings/<section>. */
export function Settings() {
  const t = useText();
  const { rest } = useRoute();
  const { demo } = useStart();
  const may = useMay();
  const shown = sections.filter(({ id }) => (id !== 'demo' || demo !== undefined) && (id !== 'officers' || may('officers.edit')));
  const section = shown.find(({ id }) => id === rest[0]) ?? shown[0]!;
  const Content = section.content;
  return (
    <div className="work">
      <Toolbar title={t('title')} />
      <div className="settings">
        <nav className="settings-nav" aria-label={t('sections')} data-pane>
          {shown.map(({ id, icon: Icon }) => (
            <a key={id} href={`#${addressOf('settings', [id])}`} className={`list-item${id === section.id ? ' chosen' : ''}`} aria-current={id === section.id ? 'page' : undefined} onClick={(event) => (event.preventDefault(), go(addressOf('settings', [id]), { replace: true }))}>
              <Icon size={16} aria-hidden />
              {t(`section.${id}`)}
            </a>
          ))}
        </nav>
        <section className="settings-section" aria-labelledby="settings-title" data-pane>
          <h2 id="settings-title">{t(`section.${section.id}`)}</h2>
          <Content key={section.id} />
        </section>
      </div>
    </div>
  );
}

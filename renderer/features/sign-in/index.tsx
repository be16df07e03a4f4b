import { FileKey2, LogIn } from 'lucide-react';
import { useState } from 'react';
import type { FileBytes } from '../../../preload/contract.ts';
import { BareFrame } from '../../app/frame/BareFrame.tsx';
import { choiceMade } from '../../app/preferences.ts';
import { useStart } from '../../app/start.ts';
import { useAct } from '../../app/station-api.ts';
import { useSend, useStore } from '../../app/store.ts';
import { stationApi } from '../../app/station-api.ts';
import { Button, ErrorBox, FileDrop, PasswordField, Tabs, TextField } from '../../components/index.ts';
import { useSignInText } from './texts.ts';
import './sign-in.css';

/** Log-in by name and password, or by the officer's own key file. */
export default function SignIn() {
  const t = useSignInText();
  const { authority } = useStart();
  const [by, setBy] = useState('password');
  return (
    <BareFrame>
      <div className="sign-in">
        <header>
          <h1>{authority?.name ?? t('title')}</h1>
          <p className="soft">{t('code', { code: authority?.code ?? '' })}</p>
        </header>
        <Tabs
          label={t('title')}
          selected={by}
          onSelect={setBy}
          tabs={[
            { id: 'password', title: t('by.password'), content: () => <ByPassword /> },
            { id: 'key', title: t('by.key'), content: () => <ByKey /> },
          ]}
        />
      </div>
    </BareFrame>
  );
}

function useOpened(): () => void {
  const send = useSend();
  return () => void send(stationApi.util.resetApiState());
}

function ByPassword() {
  const t = useSignInText();
  const send = useSend();
  const { logins } = useStart();
  const last = useStore((state) => state.preferences.choices['login']);
  const [login, setLogin] = useState(last !== undefined && (logins.length === 0 || logins.some((one) => one.login === last)) ? last : (logins[0]?.login ?? ''));
  const [password, setPassword] = useState('');
  const signIn = useAct('session.signIn');
  const opened = useOpened();
  const enter = async () => {
    if (login === '' || password === '' || signIn.busy) return;
    const start = await signIn.act({ login: login.trim().toLowerCase(), password });
    setPassword('');
    if (start === undefined) return;
    send(choiceMade({ name: 'login', value: login }));
    opened();
  };
  return (
    <div className="sign-in-form column">
      {logins.length > 0 && logins.length <= 8 ? (
        <fieldset className="people">
          <legend className="field-label">{t('who')}</legend>
          {logins.map((one) => (
            <label key={one.login} className={`person${one.login === login ? ' chosen' : ''}`}>
              <input type="radio" name="login" value={one.login} checked={one.login === login} onChange={() => setLogin(one.login)} />
              <span className="person-mark" aria-hidden>
                {initials(one.name)}
              </span>
              <span className="person-words">
                <span className="cut">{one.name}</span>
                <span className="soft small cut">{one.position}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <TextField label={t('login')} name="login" autoComplete="username" autoFocus value={login} onChange={setLogin} />
      )}
      <PasswordField key={login} label={t('password')} autoComplete="current-password" autoFocus={logins.length > 0} value={password} onChange={setPassword} onEnter={() => void enter()} />
      {signIn.error === undefined ? null : <ErrorBox error={signIn.error} />}
      <Button look="filled" icon={<LogIn size={14} aria-hidden />} isDisabled={login === '' || password === ''} busy={signIn.busy} onPress={() => void enter()}>
        {t('enter')}
      </Button>
    </div>
  );
}

function ByKey() {
  const t = useSignInText();
  const [files, setFiles] = useState<readonly FileBytes[]>([]);
  const [password, setPassword] = useState('');
  const signIn = useAct('session.signInWithKey');
  const opened = useOpened();
  const file = files[0];
  const enter = async () => {
    if (file === undefined || signIn.busy) return;
    const start = await signIn.act({ file, password });
    setPassword('');
    if (start !== undefined) opened();
  };
  return (
    <div className="sign-in-form column">
      <p className="soft">{t('key.help')}</p>
      <FileDrop label={t('key.file')} accept={['.p12', '.pfx']} files={files} onFiles={setFiles} />
      <PasswordField label={t('key.password')} autoComplete="off" value={password} onChange={setPassword} onEnter={() => void enter()} />
      {signIn.error === undefined ? null : <ErrorBox error={signIn.error} />}
      <Button look="filled" icon={<FileKey2 size={14} aria-hidden />} isDisabled={file === undefined} busy={signIn.busy} onPress={() => void enter()}>
        {t('enter')}
      </Button>
    </div>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

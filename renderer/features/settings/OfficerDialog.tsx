import { useState } from 'react';
import type { Officer, Role } from '../../../preload/contract.ts';
import { useAct } from '../../app/station-api.ts';
import { Checkbox, ConfirmDialog, PasswordField, TextField } from '../../components/index.ts';
import { leastPassword } from './password.ts';
import { useText } from './texts.ts';

const roles: readonly Role[] = ['inspector', 'clerk', 'supervisor', 'administrator'];
type Fields = { readonly login: string; readonly name: string; readonly position: string; readonly roles: readonly Role[] };

/** Adds an officer, or changes one: names, roles, password. */
export function OfficerDialog({ officer, others, onClose }: { readonly officer: Officer | undefined; readonly others: readonly Officer[]; readonly onClose: () => void }) {
  const t = useText();
  const [fields, setFields] = useState<Fields>(officer ?? { login: '', name: '', position: '', roles: ['inspector'] });
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useAct('officers.save');
  const wrong = wrongIn(fields, password, officer, others);
  const error = (field: keyof typeof wrong, text: string) => (tried && wrong[field] ? text : undefined);
  const take = async () => {
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    const { login, name, position, roles: chosen } = fields;
    const saved = { login, name: name.trim(), position: position.trim(), roles: chosen, active: officer?.active ?? true, ...(officer === undefined ? {} : { id: officer.id }) };
    if ((await doing.act({ officer: saved, ...(password === '' ? {} : { password }) })) !== undefined) onClose();
  };
  const turn = (role: Role, on: boolean) => setFields({ ...fields, roles: roles.filter((one) => (one === role ? on : fields.roles.includes(one))) });
  return (
    <ConfirmDialog open onClose={onClose} title={t(officer === undefined ? 'officers.addTitle' : 'officers.editTitle')} act={t(officer === undefined ? 'officers.saveNew' : 'officers.save')} onAct={take} busy={doing.busy} error={doing.error}>
      <TextField label={t('officers.name')} value={fields.name} onChange={(name) => setFields({ ...fields, name })} required autoFocus error={error('name', t('required'))} maxLength={200} />
      <TextField label={t('officers.position')} value={fields.position} onChange={(position) => setFields({ ...fields, position })} maxLength={200} />
      <TextField label={t('officers.login')} value={fields.login} onChange={(login) => setFields({ ...fields, login: login.trim().toLowerCase() })} required help={t('officers.loginHelp')} error={error('login', t('officers.loginWrong'))} maxLength={64} autoComplete="off" />
      <fieldset className="choices">
        <legend className="field-label">{t('officers.roles')}</legend>
        {roles.map((role) => (
          <Checkbox key={role} checked={fields.roles.includes(role)} onChange={(on) => turn(role, on)}>
            <span>
              {t(`officers.role.${role}`)} <span className="soft">— {t(`officers.roleHelp.${role}`)}</span>
            </span>
          </Checkbox>
        ))}
        {tried && wrong.roles ? <div className="field-error">{t('officers.rolesMissing')}</div> : null}
      </fieldset>
      <PasswordField
        label={t(officer === undefined ? 'officers.password' : 'officers.passwordNew')}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        required={officer === undefined}
        help={officer === undefined ? t('officers.passwordShort', { least: leastPassword }) : t('officers.passwordKeep')}
        error={error('password', t('officers.passwordShort', { least: leastPassword }))}
      />
    </ConfirmDialog>
  );
}

function wrongIn({ login, name, roles: chosen }: Fields, password: string, officer: Officer | undefined, others: readonly Officer[]) {
  return {
    name: name.trim() === '',
    login: !/^[a-z0-9][a-z0-9.-]{1,63}$/.test(login) || others.some((other) => other.login === login && other.id !== officer?.id),
    roles: chosen.length === 0,
    password: (officer === undefined || password !== '') && password.length < leastPassword,
  };
}

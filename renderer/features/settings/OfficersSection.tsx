import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Officer } from '../../../preload/contract.ts';
import { useMay, useStart } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { Badge, Button, ConfirmDialog, DataGrid, EmptyState, useRows, type GridColumn } from '../../components/index.ts';
import { OfficerDialog } from './OfficerDialog.tsx';
import { useText } from './texts.ts';

/** Who works here, in which roles; Enter opens one. */
export function OfficersSection() {
  const t = useText();
  const allowed = useMay()('officers.edit');
  const { officer: me } = useStart();
  const { data, error, again } = useStation('officers.list', {});
  const [edited, setEdited] = useState<Officer | 'new'>();
  const [closing, setClosing] = useState<Officer>();
  const [current, setCurrent] = useState<string>();
  const save = useAct('officers.save');
  const source = useRows(data, { error, again });
  const columns: readonly GridColumn<Officer>[] = [
    {
      id: 'name',
      title: t('officers.column.name'),
      width: 170,
      grow: 1,
      cell: ({ id, name }) => (
        <span className="row">
          <span className="cut">{name}</span>
          {id === me?.id ? <Badge tone="info">{t('officers.self')}</Badge> : null}
        </span>
      ),
    },
    { id: 'login', title: t('officers.column.login'), width: 96, cell: ({ login }) => login },
    { id: 'position', title: t('officers.column.position'), width: 110, grow: 1, cell: ({ position }) => position, hover: ({ position }) => position },
    { id: 'roles', title: t('officers.column.roles'), width: 140, grow: 1, cell: ({ roles }) => roles.map((role) => t(`officers.role.${role}`)).join(', ') },
    { id: 'key', title: t('officers.column.key'), width: 72, cell: ({ certificate }) => (certificate === undefined ? <span className="soft">{t('officers.notEnrolled')}</span> : t('officers.enrolled')) },
    { id: 'state', title: t('officers.column.state'), width: 76, cell: ({ active }) => <Badge tone={active ? 'good' : 'off'}>{t(active ? 'officers.active' : 'officers.inactive')}</Badge> },
    {
      id: 'acts',
      title: '',
      width: 216,
      cell: (officer) => (
        <span className="row cell-acts">
          <Button look="quiet" onPress={() => setEdited(officer)}>
            {t('officers.edit')}
          </Button>
          {officer.id === me?.id ? null : (
            <Button look="quiet" onPress={() => (officer.active ? setClosing(officer) : void turn(officer, true))}>
              {t(officer.active ? 'officers.deactivate' : 'officers.activate')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  const turn = async ({ id, login, name, position, roles }: Officer, active: boolean) => {
    if ((await save.act({ officer: { id, login, name, position, roles, active } })) !== undefined) setClosing(undefined);
  };
  if (!allowed) return <p className="soft">{t('officers.notPermitted')}</p>;
  return (
    <div className="settings-fill">
      <div>
        <Button icon={<UserPlus size={14} aria-hidden />} onPress={() => setEdited('new')}>
          {t('officers.add')}
        </Button>
      </div>
      <DataGrid name="officers" label={t('officers.table')} source={source} columns={columns} keyOf={({ id }) => id} empty={<EmptyState icon={UserPlus} title={t('officers.add')} />} current={current} onCurrent={({ id }) => setCurrent(id)} onOpen={setEdited} />
      {edited === undefined ? null : <OfficerDialog officer={edited === 'new' ? undefined : edited} others={data ?? []} onClose={() => setEdited(undefined)} />}
      {closing === undefined ? null : (
        <ConfirmDialog open danger onClose={() => setClosing(undefined)} title={t('officers.deactivateTitle')} act={t('officers.deactivateConfirm')} onAct={() => turn(closing, false)} busy={save.busy} error={save.error}>
          <p>{t('officers.deactivateWhat', { name: closing.name })}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

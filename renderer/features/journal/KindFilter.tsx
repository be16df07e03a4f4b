import { ChevronDown } from 'lucide-react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { FactKind } from '../../../preload/contract.ts';
import { Checkbox } from '../../components/index.ts';
import { kindGroups } from './facts.ts';
import { useText } from './texts.ts';

/** Which kinds of entries are shown, by groups of the field. */
export function KindFilter({ chosen, onChange }: { readonly chosen: readonly FactKind[]; readonly onChange: (kinds: readonly FactKind[]) => void }) {
  const t = useText();
  const set = new Set(chosen);
  const turn = (kinds: readonly FactKind[], on: boolean) => {
    const next = new Set(set);
    for (const kind of kinds) if (on) next.add(kind);
      else next.delete(kind);
    onChange([...next]);
  };
  const words = chosen.length === 0 ? t('filter.allKinds') : chosen.length === 1 ? t.or(`kind.${chosen[0]}`, '') : t('filter.kindsChosen', { count: chosen.length });
  return (
    <DialogTrigger>
      <AriaButton className="button plain" aria-label={`${t('filter.kinds')}: ${words}`}>
        <span className="cut">{words}</span>
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className="popover kinds" offset={2} placement="bottom start">
        <Dialog className="kinds-list" aria-label={t('filter.kinds')}>
          {kindGroups.map(({ group, kinds }) => {
            const some = kinds.filter((kind) => set.has(kind)).length;
            return (
              <div key={group} className="kinds-group">
                <Checkbox checked={some === kinds.length} some={some > 0 && some < kinds.length} onChange={(on) => turn(kinds, on)}>
                  <strong>{t(`kindGroup.${group}`)}</strong>
                </Checkbox>
                {kinds.map((kind) => (
                  <Checkbox key={kind} checked={set.has(kind)} onChange={(on) => turn([kind], on)}>
                    {t.or(`kind.${kind}`, kind)}
                  </Checkbox>
                ))}
              </div>
            );
          })}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

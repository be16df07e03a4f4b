import { ChevronDown, CircleAlert, X } from 'lucide-react';
import type { FacetCount, SubmissionFacets, SubmissionState } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { setParams } from '../../app/router.ts';
import { useStation } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Button, Menu, SubmissionMark } from '../../components/index.ts';
import { filterKeys, has, isFiltered, toggled, type ListKey, type Params } from './filter.ts';
import { useSubmissionsText } from './texts.ts';

const order: readonly SubmissionState[] = ['deciding', 'quarantined', 'registered', 'accepted', 'clarification', 'entered', 'refused'];

/** States and what is due, with counts: each is a filter. */
export function StateFacets({ facets, params }: { readonly facets: SubmissionFacets | undefined; readonly params: Params }) {
  const t = useSubmissionsText();
  const format = useFormat();
  const counts = new Map(facets?.states.map((one) => [one.value, one.count]));
  const due = params['due'] !== undefined;
  return (
    <div className="facets" role="group" aria-label={t('facets')}>
      {order
        .filter((state) => (counts.get(state) ?? 0) > 0 || has(params, 'states', state))
        .map((state) => (
          <button key={state} type="button" className="facet" aria-pressed={has(params, 'states', state)} onClick={() => setParams({ states: toggled(params, 'states', state) })}>
            <SubmissionMark state={state} />
            <b>{format.number(counts.get(state) ?? 0)}</b>
          </button>
        ))}
      {(facets?.due ?? 0) > 0 || due ? (
        <button type="button" className="facet" aria-pressed={due} onClick={() => setParams({ due: due ? undefined : '1' })}>
          <span className="state wait">
            <CircleAlert size={14} aria-hidden />
            {t('due')}
          </span>
          <b>{format.number(facets?.due ?? 0)}</b>
        </button>
      ) : null}
      {isFiltered(params) ? (
        <button type="button" className="facet clear" onClick={() => setParams(Object.fromEntries(filterKeys.map((key) => [key, undefined])))}>
          <X size={14} aria-hidden />
          {t('filter.clear')}
        </button>
      ) : null}
    </div>
  );
}

export function FacetMenus({ facets, params }: { readonly facets: SubmissionFacets | undefined; readonly params: Params }) {
  const t = useSubmissionsText();
  const words = useText();
  const { data: health } = useStation('health.read', {});
  const channelName = (id: string) => health?.channels.find((one) => one.id === id)?.name;
  return (
    <>
      <FacetMenu name="forms" title={t('column.form')} values={facets?.forms} params={params} labelOf={(one) => one.label || one.value} />
      <FacetMenu name="indications" title={t('column.verdict')} values={facets?.indications} params={params} labelOf={(one) => words.or(`indication.${one.value}`, one.label)} />
      <FacetMenu name="channels" title={t('column.channel')} values={facets?.channels} params={params} labelOf={(one) => channelName(one.value) ?? (one.label || one.value)} />
    </>
  );
}

function FacetMenu({ name, title, values, params, labelOf }: { readonly name: ListKey; readonly title: string; readonly values: readonly FacetCount[] | undefined; readonly params: Params; readonly labelOf: (one: FacetCount) => string }) {
  const format = useFormat();
  const chosen = params[name]?.split(',') ?? [];
  const first = values?.find((one) => one.value === chosen[0]);
  const shown = chosen.length === 0 ? title : `${title}: ${first === undefined ? chosen[0]! : labelOf(first)}${chosen.length > 1 ? ` +${chosen.length - 1}` : ''}`;
  return (
    <Menu
      label={title}
      entries={(values ?? []).map((one) => ({
        id: one.value,
        label: labelOf(one),
        note: format.number(one.count),
        ticked: chosen.includes(one.value),
        act: () => setParams({ [name]: toggled(params, name, one.value) }),
      }))}
    >
      <Button look={chosen.length === 0 ? 'quiet' : 'plain'}>
        <span className="facet-button">
          <span className="cut">{shown}</span>
          <ChevronDown size={14} aria-hidden />
        </span>
      </Button>
    </Menu>
  );
}

import { ChevronRight, FileDown, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { BuildingBlock, CertificateFacts, Check, Finding, OpeningStep, Outcome, Protocol, SignatureVerdict, SubmissionRecord } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useSaving } from '../../app/saving.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Button, Copyable, EmptyState, ErrorBox, IndicationMark, KeyValue, Loading, Menu, OutcomeMark, When } from '../../components/index.ts';
import { useCardText } from './texts.ts';

/** One line in plain words on top, then every signer, every building block, every check with its reason and clause. */
export function VerdictTab({ record }: { readonly record: SubmissionRecord }) {
  const t = useCardText();
  const { id } = record.summary;
  const first = useStation('submissions.protocol', { id });
  const recheck = useAct('submissions.recheck');
  const [again, setAgain] = useState<{ at: 'now' | 'as-received'; protocol: Protocol }>();
  const run = async (at: 'now' | 'as-received') => {
    const protocol = await recheck.act({ id, at });
    if (protocol !== undefined) setAgain({ at, protocol });
  };
  if (record.examination === undefined && first.data === undefined) return <EmptyState icon={RotateCw} title={t('verdict.none')}>{t('verdict.none.why')}</EmptyState>;
  if (first.data === undefined) return first.error === undefined ? <Loading /> : <div className="verdict"><ErrorBox error={first.error} onAgain={first.again} /></div>;
  const protocol = again?.protocol ?? first.data;
  return (
    <div className="verdict scroll" tabIndex={0} role="region" aria-label={t('tab.verdict')}>
      <VerdictHead id={id} protocol={protocol} again={again?.at} busy={recheck.busy} onCheck={run} onFirst={() => setAgain(undefined)} />
      {recheck.error === undefined ? null : <ErrorBox error={recheck.error} />}
      <Findings findings={protocol.findings} />
      {protocol.documents.flatMap((document) =>
        document.signatures.map((signature, at) => <Signature key={`${document.id}.${at}`} file={document.name} role={t(`party.${signature.role}`)} verdict={signature.verdict} open={signature.verdict.indication !== 'TOTAL_PASSED'} />),
      )}
      <Opening steps={protocol.opening} />
    </div>
  );
}

type HeadProps = { readonly id: SubmissionRecord['summary']['id']; readonly protocol: Protocol; readonly again: 'now' | 'as-received' | undefined; readonly busy: boolean; readonly onCheck: (at: 'now' | 'as-received') => void; readonly onFirst: () => void };

function VerdictHead({ id, protocol, again, busy, onCheck, onFirst }: HeadProps) {
  const t = useCardText();
  const saving = useSaving('submissions.saveProtocol');
  const signatures = protocol.documents.reduce((sum, one) => sum + one.signatures.length, 0);
  const inWords = signatures > 0 ? t(`verdict.${protocol.indication}`, { count: signatures }) : t(protocol.opening.some(({ outcome }) => outcome === 'failed') ? 'verdict.unopened' : 'verdict.unsigned');
  return (
    <header className={`verdict-head ${protocol.indication}`}>
      <div className="row wrap">
        <IndicationMark indication={protocol.indication} filled />
        <strong>{inWords}</strong>
        <span className="row push">
          <Menu
            label={t('verdict.again')}
            entries={[
              { id: 'now', label: t('verdict.again.now'), act: () => onCheck('now') },
              { id: 'then', label: t('verdict.again.then'), act: () => onCheck('as-received') },
            ]}
          >
            <Button icon={<RotateCw size={14} aria-hidden />} busy={busy}>
              {t('verdict.again')}
            </Button>
          </Menu>
          <Menu
            label={t('verdict.save')}
            entries={[
              { id: 'pdf', label: 'PDF', act: () => saving.save({ id, format: 'pdf' }) },
              { id: 'json', label: 'JSON', act: () => saving.save({ id, format: 'json' }) },
            ]}
          >
            <Button icon={<FileDown size={14} aria-hidden />} busy={saving.busy}>
              {t('verdict.save')}
            </Button>
          </Menu>
        </span>
      </div>
      <p className="soft">
        {t('verdict.examined')} <When at={protocol.examinedAt} /> · {t('verdict.for')} <When at={protocol.validatedFor} />
      </p>
      {again === undefined ? null : (
        <p>
          {t(`verdict.shown.${again}`)}{' '}
          <button type="button" className="link" onClick={onFirst}>
            {t('verdict.first')}
          </button>
        </p>
      )}
    </header>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useCardText();
  if (findings.length === 0) return null;
  return (
    <section className="verdict-block">
      <h2>{t('findings')}</h2>
      <ul className="findings">
        {findings.map((finding, at) => (
          <li key={at} className={finding.severity}>
            <div>
              <OutcomeWord finding={finding} /> {finding.text} <Copyable value={finding.code} mono />
            </div>
            <div className="soft small">
              {[finding.fileName === undefined || finding.text.includes(finding.fileName) ? undefined : finding.fileName, finding.line === undefined ? undefined : t('finding.line', { line: finding.line }), finding.path, finding.value === undefined ? undefined : `«${finding.value}»`].filter(Boolean).join(' · ')}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutcomeWord({ finding }: { readonly finding: Finding }) {
  const t = useCardText();
  return <span className={finding.severity === 'error' ? 'ink-bad' : 'ink-wait'}>{t(`finding.${finding.severity}`)}:</span>;
}

const blocks: readonly BuildingBlock[] = ['FC', 'ISC', 'VCI', 'XCV', 'CV', 'SAV'];

export function Signature({ file, role, verdict, open }: { readonly file: string; readonly role: string; readonly verdict: SignatureVerdict; readonly open: boolean }) {
  const t = useCardText();
  const { signer } = verdict;
  return (
    <section className="verdict-block signature">
      <header>
        <div className="row wrap">
          <IndicationMark indication={verdict.indication} />
          <h2 className="cut">{signer?.commonName ?? t('signature.unknown')}</h2>
          <span className="soft">{role}</span>
        </div>
        <p className="soft cut" title={file}>
          {t('signature.under', { file })}
        </p>
        {verdict.subIndication === undefined ? null : (
          <p>
            {t.or(`sub.${verdict.subIndication}`, verdict.subIndication)} <Copyable value={verdict.subIndication} mono />
          </p>
        )}
      </header>
      <div className="blocks">
        {blocks.map((block) => (
          <Block key={block} block={block} checks={verdict.checks.filter((check) => check.block === block)} open={open} />
        ))}
      </div>
      <SignatureFacts verdict={verdict} />
    </section>
  );
}

function Block({ block, checks, open }: { readonly block: BuildingBlock; readonly checks: readonly Check[]; readonly open: boolean }) {
  const t = useCardText();
  const outcome = worst(checks);
  return (
    <Disclosure className="block" defaultExpanded={open && outcome !== 'passed' && outcome !== 'not-applicable'}>
      <Heading level={3}>
        <AriaButton slot="trigger" className="block-head">
          <ChevronRight size={14} aria-hidden />
          <span className="cut">{t(`block.${block}`)}</span>
          <code className="soft">{block}</code>
          <span className="push">
            <OutcomeMark outcome={outcome} />
          </span>
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <ul className="checks">
          {checks.map((check, at) => (
            <CheckLine key={at} check={check} />
          ))}
          {checks.length === 0 ? <li className="soft">{t('block.empty')}</li> : null}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}

function CheckLine({ check }: { readonly check: Check }) {
  const t = useCardText();
  const words = useFacts();
  const facts = words(check.facts);
  return (
    <li className="check">
      <OutcomeMark outcome={check.outcome} />
      <div>
        <span>{t.or(`check.${check.key}`, check.key)}</span>
        {check.subIndication === undefined ? null : (
          <span>
            {' — '}
            {t.or(`sub.${check.subIndication}`, check.subIndication)}
          </span>
        )}
        {facts === '' ? null : <div className="soft small facts">{facts}</div>}
      </div>
      <span className="soft small clause">{check.clause}</span>
    </li>
  );
}

/** The facts of a check as "name: value", instants in the officer's way. */
function useFacts(): (facts: Check['facts']) => string {
  const t = useCardText();
  const format = useFormat();
  const read = (value: string) => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? format.instant(value) : t.or(`value.${value}`, value));
  return (facts) =>
    Object.entries(facts)
      .map(([name, value]) => `${t.or(`fact.${name}`, name)}: ${read(value)}`)
      .join(' · ');
}

function worst(checks: readonly Check[]): Outcome {
  for (const outcome of ['failed', 'indeterminate', 'passed'] as const) if (checks.some((check) => check.outcome === outcome)) return outcome;
  return 'not-applicable';
}

function SignatureFacts({ verdict }: { readonly verdict: SignatureVerdict }) {
  const t = useCardText();
  return (
    <Disclosure className="block">
      <Heading level={3}>
        <AriaButton slot="trigger" className="block-head">
          <ChevronRight size={14} aria-hidden />
          <span className="cut">{t('certificate.more')}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <div className="certificates">
          <KeyValue
            pairs={[
              [t('signature.claimed'), verdict.claimedSigningTime === undefined ? undefined : <When key="at" at={verdict.claimedSigningTime} />],
              [t('signature.algorithm'), [verdict.signatureAlgorithm, verdict.digestAlgorithm].filter(Boolean).join(', ')],
            ]}
          />
          {(verdict.path.length > 0 ? verdict.path : verdict.signer === undefined ? [] : [verdict.signer]).map((certificate, at) => (
            <Certificate key={certificate.fingerprint} certificate={certificate} level={at} />
          ))}
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

function Certificate({ certificate, level }: { readonly certificate: CertificateFacts; readonly level: number }) {
  const t = useCardText();
  const words = useText();
  return (
    <div className="certificate" style={{ marginLeft: Math.min(level, 4) * 16 }}>
      <h4>{certificate.commonName}</h4>
      <KeyValue
        columns={2}
        pairs={[
          [t('certificate.organization'), certificate.organization],
          [t('certificate.title'), certificate.title],
          [t('certificate.taxNumbers'), certificate.taxNumbers.join(', ')],
          [t('certificate.issuer'), certificate.issuer],
          [t('certificate.valid'), <span key="valid"><When at={certificate.notBefore} /> – <When at={certificate.notAfter} /></span>],
          [t('certificate.key'), certificate.keyAlgorithm],
          [t('certificate.serial'), <Copyable key="serial" value={certificate.serial} mono short />],
          [t('certificate.fingerprint'), <Copyable key="print" value={certificate.fingerprint} mono short label={words('act.copy')} />],
        ]}
      />
    </div>
  );
}

function Opening({ steps }: { readonly steps: readonly OpeningStep[] }) {
  const t = useCardText();
  const words = useFacts();
  if (steps.length === 0) return null;
  return (
    <section className="verdict-block">
      <h2>{t('opening')}</h2>
      <ul className="checks">
        {steps.map((step, at) => (
          <li key={at} className="check">
            <OutcomeMark outcome={step.outcome} />
            <div>
              <span>{t(`opening.${step.key}`)}</span> <span className="soft">{step.file}</span>
              {Object.keys(step.facts).length === 0 ? null : <div className="soft small facts">{words(step.facts)}</div>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

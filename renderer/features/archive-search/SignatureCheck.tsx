import { ShieldAlert, ShieldCheck, ShieldQuestion, ShieldX, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { FileBytes, Indication, SignatureCheck as Checked } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useAct } from '../../app/station-api.ts';
import { Button, ErrorBox, FileDrop, StateMark, type Tone } from '../../components/index.ts';
import { useText } from './texts.ts';
import { Signature } from '../submission-card/VerdictTab.tsx';
import '../submission-card/card.css';

const looks: Readonly<Record<Indication, readonly [Tone, LucideIcon]>> = { TOTAL_PASSED: ['good', ShieldCheck], TOTAL_FAILED: ['bad', ShieldX], INDETERMINATE: ['wait', ShieldAlert] };

const mostBytes = 100 * 1024 * 1024;

/** Any signature and the document it stands under: the same checks as for a submission. */
export function SignatureCheck() {
  const t = useText();
  const format = useFormat();
  const [signature, setSignature] = useState<readonly FileBytes[]>([]);
  const [content, setContent] = useState<readonly FileBytes[]>([]);
  const [checked, setChecked] = useState<Checked>();
  const doing = useAct('signature.check');
  const tooLarge = [...signature, ...content].find(({ bytes }) => bytes.length > mostBytes);
  const take = async () => {
    const file = signature[0];
    if (file === undefined) return;
    setChecked(await doing.act({ signature: file, ...(content[0] === undefined ? {} : { content: content[0] }) }));
  };
  const forget = (change: () => void) => {
    setChecked(undefined);
    doing.clear();
    change();
  };
  return (
    <div className="check scroll" data-pane>
      <p className="soft">{t('check.intro')}</p>
      <div className="check-files">
        <FileDrop label={t('check.signature')} help={t('check.signatureHelp')} files={signature} onFiles={(files) => forget(() => setSignature(files))} />
        <FileDrop label={t('check.content')} help={t('check.contentHelp')} files={content} onFiles={(files) => forget(() => setContent(files))} />
      </div>
      {tooLarge === undefined ? null : <p className="tone-bad">{t('check.tooLarge', { name: tooLarge.name, size: format.bytes(tooLarge.bytes.length), most: format.bytes(mostBytes) })}</p>}
      <div className="row">
        <Button look="filled" icon={<ShieldQuestion size={14} aria-hidden />} isDisabled={signature.length === 0 || tooLarge !== undefined} busy={doing.busy} onPress={() => void take()}>
          {t(doing.busy ? 'check.working' : 'check.act')}
        </Button>
      </div>
      {doing.error === undefined ? null : <ErrorBox error={doing.error} />}
      {checked === undefined ? null : <Outcome checked={checked} file={content[0]?.name ?? checked.name} />}
    </div>
  );
}

function Outcome({ checked: { verdicts }, file }: { readonly checked: Checked; readonly file: string }) {
  const t = useText();
  if (verdicts.length === 0) return <p role="status">{t('check.noSignatures')}</p>;
  return (
    <div className="check-verdicts" role="status">
      {verdicts.length > 1 ? <h2>{t('check.signatures', { count: verdicts.length })}</h2> : null}
      {verdicts.some(({ subIndication }) => subIndication === 'SIGNED_DATA_NOT_FOUND') ? <p className="tone-wait">{t('check.noContent')}</p> : null}
      {verdicts.map((verdict, place) => (
        <article key={place} className="check-verdict">
          <StateMark tone={looks[verdict.indication][0]} icon={looks[verdict.indication][1]} filled>
            {t(`check.verdict.${verdict.indication}`)}
          </StateMark>
          <p>{t(`check.meaning.${verdict.indication}`)}</p>
          <Signature file={file} role="" verdict={verdict} open={verdict.indication !== 'TOTAL_PASSED'} />
        </article>
      ))}
    </div>
  );
}

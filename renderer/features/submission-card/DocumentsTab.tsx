import { Download, FileLock2, FileText, Mail, ShieldCheck, ShieldQuestion, ShieldX, Package } from 'lucide-react';
import { useState } from 'react';
import type { Digest, DocumentSignature, StoredObject, SubmissionDocument, SubmissionRecord } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { setParams, useRoute } from '../../app/router.ts';
import { useSaving } from '../../app/saving.ts';
import { EmptyState, IconButton, SplitPane } from '../../components/index.ts';
import { DocumentContent } from './DocumentContent.tsx';
import { useCardText } from './texts.ts';

/** One file of the submission that can be looked at: a document, a signature, or the delivery as it came. */
type Viewable = { readonly key: string; readonly name: string; readonly mediaType: string; readonly content: StoredObject };

export function DocumentsTab({ record }: { readonly record: SubmissionRecord }) {
  const t = useCardText();
  const { params } = useRoute();
  const files = filesOf(record);
  const [own, setOwn] = useState<string>();
  const wanted = own ?? params['document'];
  const chosen = files.find((file) => file.key === wanted) ?? likeliest(record, files);
  const choose = (key: string) => {
    setOwn(key);
    if (params['document'] !== undefined) setParams({ document: undefined });
  };
  return (
    <SplitPane
      name="documents"
      side="right"
      share={0.3}
      first={<Tree record={record} chosen={chosen?.key} onChoose={choose} />}
      second={chosen === undefined ? <EmptyState icon={FileText} title={t('documents.none')} /> : <DocumentContent key={chosen.key} name={chosen.name} mediaType={chosen.mediaType} content={chosen.content} />}
    />
  );
}

function filesOf(record: SubmissionRecord): readonly Viewable[] {
  const documents = record.examination?.documents ?? [];
  return [
    ...documents.flatMap((document) => [
      { key: document.id, name: document.name, mediaType: document.mediaType, content: document.content },
      ...document.signatures.map((signature, at) => ({ key: `${document.id}.${at}`, name: `${document.name}.p7s`, mediaType: 'application/pkcs7-signature', content: signature.signature })),
    ]),
    { key: 'raw', name: record.delivery.name, mediaType: 'application/octet-stream', content: record.delivery.raw },
  ];
}

function likeliest(record: SubmissionRecord, files: readonly Viewable[]): Viewable | undefined {
  const documents = record.examination?.documents ?? [];
  const main = documents.find((one) => one.role === 'declaration') ?? documents.find((one) => one.role === 'letter' || one.role === 'mail-body') ?? documents[0];
  return files.find((file) => file.key === main?.id) ?? files.at(-1);
}

function Tree({ record, chosen, onChoose }: { readonly record: SubmissionRecord; readonly chosen: string | undefined; readonly onChoose: (key: string) => void }) {
  const t = useCardText();
  const documents = record.examination?.documents ?? [];
  return (
    <nav className="tree" aria-label={t('tab.documents')}>
      <ul>
        {documents.map((document) => (
          <Branch key={document.id} document={document} chosen={chosen} onChoose={onChoose} />
        ))}
      </ul>
      <h2>{t('documents.raw')}</h2>
      <ul>
        <Leaf id="raw" chosen={chosen} onChoose={onChoose} icon={<Package size={14} aria-hidden />} name={record.delivery.name} note={t(`container.${record.summary.container}`)} object={record.delivery.raw} mediaType="application/octet-stream" />
      </ul>
    </nav>
  );
}

function Branch({ document, chosen, onChoose }: { readonly document: SubmissionDocument; readonly chosen: string | undefined; readonly onChoose: (key: string) => void }) {
  const t = useCardText();
  const icon = document.wasEncrypted ? <FileLock2 size={14} aria-hidden /> : document.role === 'mail-body' || document.role === 'letter' ? <Mail size={14} aria-hidden /> : <FileText size={14} aria-hidden />;
  const note = `${t(`document.${document.role}`)}${document.wasEncrypted ? ` · ${t('documents.encrypted')}` : ''}`;
  return (
    <li>
      <Leaf id={document.id} chosen={chosen} onChoose={onChoose} icon={icon} name={document.name} note={note} object={document.content} mediaType={document.mediaType} plain />
      {document.signatures.length === 0 ? null : (
        <ul className="tree-under">
          {document.signatures.map((signature, at) => (
            <Leaf key={at} id={`${document.id}.${at}`} chosen={chosen} onChoose={onChoose} icon={<SignatureIcon signature={signature} />} name={t('signature.by', { name: signature.signer ?? t('signature.unknown') })} note={t(`party.${signature.role}`)} object={signature.signature} mediaType="application/pkcs7-signature" saveAs={`${document.name}.p7s`} />
          ))}
        </ul>
      )}
    </li>
  );
}

function SignatureIcon({ signature }: { readonly signature: DocumentSignature }) {
  if (signature.indication === 'TOTAL_PASSED') return <ShieldCheck size={14} className="ink-good" aria-hidden />;
  if (signature.indication === 'TOTAL_FAILED') return <ShieldX size={14} className="ink-bad" aria-hidden />;
  return <ShieldQuestion size={14} className="ink-wait" aria-hidden />;
}

type LeafProps = {
  readonly id: string;
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
  readonly icon: React.ReactNode;
  readonly name: string;
  readonly note: string;
  readonly object: StoredObject;
  readonly mediaType: string;
  readonly saveAs?: string;
  /** An item that already stands in its own list item. */
  readonly plain?: boolean;
};

function Leaf(props: LeafProps) {
  const format = useFormat();
  const content = (
    <div className={`leaf${props.chosen === props.id ? ' chosen' : ''}`}>
      <button type="button" className="leaf-name" aria-current={props.chosen === props.id} title={props.name} onClick={() => props.onChoose(props.id)}>
        {props.icon}
        <span className="leaf-words">
          <span className="cut">{props.name}</span>
          <span className="soft small cut">
            {props.note} · {format.bytes(props.object.size)}
          </span>
        </span>
      </button>
      <Save digest={props.object.digest} name={props.saveAs ?? props.name} />
    </div>
  );
  return props.plain === true ? content : <li>{content}</li>;
}

function Save({ digest, name }: { readonly digest: Digest; readonly name: string }) {
  const t = useCardText();
  const saving = useSaving('submissions.saveDocument');
  return (
    <IconButton label={t('documents.save', { name })} isDisabled={saving.busy} onPress={() => void saving.save({ digest, name })}>
      <Download size={14} aria-hidden />
    </IconButton>
  );
}

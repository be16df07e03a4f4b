import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { WireError } from '../../preload/contract.ts';
import { useHotkey } from '../app/hotkeys.ts';
import { useText } from '../app/texts.ts';
import { Button, IconButton } from './Button.tsx';
import { ErrorBox } from './ErrorBox.tsx';

export type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the act last. */
  readonly foot?: ReactNode;
  readonly size?: 'small' | 'middle' | 'large';
  readonly alert?: boolean;
};

export function Dialog({ open, onClose, title, children, foot, size = 'small', alert = false }: DialogProps) {
  const t = useText();
  return (
    <ModalOverlay className="veil" isOpen={open} onOpenChange={(now) => now || onClose()} isDismissable={!alert}>
      <Modal className={`modal ${size}`}>
        <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <IconButton label={t('act.close')} keys="Esc" onPress={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <div className="dialog-body">{children}</div>
          {foot === undefined ? null : <footer className="dialog-foot">{foot}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export type ConfirmDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What exactly will happen, to how many. */
  readonly children: ReactNode;
  /** The button's words: the act itself, e.g. "Refuse 3 submissions". */
  readonly act: string;
  readonly onAct: () => unknown;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly blocked?: boolean;
  readonly error?: WireError | undefined;
  readonly size?: 'small' | 'middle' | 'large';
};

/** The question before what cannot be undone. Ctrl Enter does the act. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useText();
  const ready = props.open && props.busy !== true && props.blocked !== true;
  const asked = useRef(props.onAct);
  asked.current = props.onAct;
  useHotkey('Ctrl+Enter', () => void asked.current(), { inFields: true, off: !ready });
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'small'}
      alert
      foot={
        <>
          <Button onPress={props.onClose}>{t('act.cancel')}</Button>
          <Button look={props.danger === true ? 'danger' : 'filled'} busy={props.busy === true} isDisabled={props.blocked === true} tip="Ctrl Enter" onPress={() => void props.onAct()}>
            {props.act}
          </Button>
        </>
      }
    >
      <div className="column">
        {props.children}
        {props.error === undefined ? null : <ErrorBox error={props.error} />}
      </div>
    </Dialog>
  );
}

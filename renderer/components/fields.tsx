import { Check, ChevronDown, Eye, EyeOff, Minus, X } from 'lucide-react';
import { useState, type ReactNode, type Ref } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  ComboBox as AriaComboBox,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { useText } from '../app/texts.ts';

type Common = {
  /** Always there; `bare` shows it to screen readers only. */
  readonly label: string;
  readonly bare?: boolean;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
};

export type TextFieldProps = Common & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly name?: string;
  readonly placeholder?: string;
  readonly lines?: number;
  readonly width?: number;
  readonly icon?: ReactNode;
  readonly clearable?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'search';
  readonly maxLength?: number;
  readonly mono?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onEnter?: () => void;
};

export function TextField(props: TextFieldProps) {
  const t = useText();
  const clear = props.clearable === true && props.value !== '';
  return (
    <AriaTextField {...shared(props)} value={props.value} onChange={props.onChange} {...opt({ onBlur: props.onBlur, name: props.name, autoFocus: props.autoFocus, autoComplete: props.autoComplete, inputMode: props.inputMode, maxLength: props.maxLength })} {...widthOf(props.width)}>
      <FieldLabel {...props} />
      {props.lines === undefined ? (
        <div className="input-box">
          {props.icon}
          <Input className={`input${props.mono === true ? ' mono' : ''}`} {...opt({ placeholder: props.placeholder, ref: props.inputRef })} onKeyDown={(event) => event.key === 'Enter' && props.onEnter?.()} />
          {clear ? (
            <button type="button" className="in-field" aria-label={t('act.clear')} onClick={() => props.onChange('')}>
              <X size={14} aria-hidden />
            </button>
          ) : null}
        </div>
      ) : (
        <TextArea className={`input area${props.mono === true ? ' mono' : ''}`} rows={props.lines} {...opt({ placeholder: props.placeholder })} />
      )}
      <FieldWords {...props} />
    </AriaTextField>
  );
}

export function PasswordField(props: Omit<TextFieldProps, 'lines' | 'icon' | 'clearable' | 'mono'>) {
  const t = useText();
  const [shown, setShown] = useState(false);
  return (
    <AriaTextField {...shared(props)} type={shown ? 'text' : 'password'} value={props.value} onChange={props.onChange} {...opt({ onBlur: props.onBlur, name: props.name, autoFocus: props.autoFocus, autoComplete: props.autoComplete })} {...widthOf(props.width)}>
      <FieldLabel {...props} />
      <div className="input-box">
        <Input className="input" {...opt({ ref: props.inputRef })} onKeyDown={(event) => event.key === 'Enter' && props.onEnter?.()} />
        <button type="button" className="in-field" aria-label={t(shown ? 'password.hide' : 'password.show')} aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        </button>
      </div>
      <FieldWords {...props} />
    </AriaTextField>
  );
}

export type Option = { readonly id: string; readonly label: string; readonly note?: string };

export type SelectProps = Common & {
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly width?: number;
};

export function Select(props: SelectProps) {
  const t = useText();
  return (
    <AriaSelect {...shared(props)} value={props.value ?? null} onChange={(key) => key !== null && props.onChange(String(key))} placeholder={props.placeholder ?? t('choose')} {...widthOf(props.width)}>
      <FieldLabel {...props} />
      <AriaButton className="input select">
        <SelectValue className="cut fill" />
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <FieldWords {...props} />
      <Popover className="popover" offset={2}>
        <Options options={props.options} />
      </Popover>
    </AriaSelect>
  );
}

export type ComboBoxProps = SelectProps & {
  /** For lists that the station narrows: what was typed. */
  readonly onType?: (text: string) => void;
  readonly freeText?: boolean;
};

export function ComboBox(props: ComboBoxProps) {
  const t = useText();
  return (
    <AriaComboBox {...shared(props)} value={props.value ?? null} onChange={(key) => key !== null && props.onChange(String(key))} {...opt({ onInputChange: props.onType, allowsCustomValue: props.freeText, defaultFilter: props.onType === undefined ? undefined : everything })} menuTrigger="focus" {...widthOf(props.width)}>
      <FieldLabel {...props} />
      <Group className="input-box">
        <Input className="input" {...opt({ placeholder: props.placeholder })} />
        <AriaButton className="in-field" aria-label={t('choose')}>
          <ChevronDown size={14} aria-hidden />
        </AriaButton>
      </Group>
      <FieldWords {...props} />
      <Popover className="popover" offset={2}>
        <Options options={props.options} />
      </Popover>
    </AriaComboBox>
  );
}

/** Where the station narrows the list, nothing is narrowed again. */
const everything = () => true;

function Options({ options }: { readonly options: readonly Option[] }) {
  return (
    <ListBox className="list" items={options.map((option) => ({ ...option }))}>
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className="list-item">
          <Check size={14} className="tick" aria-hidden />
          <Text slot="label" className="cut">
            {option.label}
          </Text>
          {option.note === undefined ? null : (
            <Text slot="description" className="soft push">
              {option.note}
            </Text>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}

export type CheckboxProps = {
  readonly checked: boolean;
  readonly some?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children?: ReactNode;
  readonly label?: string;
  readonly disabled?: boolean;
};

export function Checkbox({ checked, some = false, onChange, children, label, disabled = false }: CheckboxProps) {
  return (
    <AriaCheckbox className="checkbox" isSelected={checked} isIndeterminate={some} onChange={onChange} isDisabled={disabled} {...opt({ 'aria-label': label })}>
      <span className="box" aria-hidden>
        {some ? <Minus size={12} strokeWidth={3} /> : checked ? <Check size={12} strokeWidth={3} /> : null}
      </span>
      {children}
    </AriaCheckbox>
  );
}

function shared(props: Common) {
  return {
    className: 'field',
    isRequired: props.required === true,
    isDisabled: props.disabled === true,
    isInvalid: props.error !== undefined,
    validationBehavior: 'aria' as const,
    ...(props.bare === true ? { 'aria-label': props.label } : {}),
  };
}

function FieldLabel({ label, bare, required }: Common) {
  if (bare === true) return null;
  return (
    <Label className="field-label">
      {label}
      {required === true ? <span aria-hidden> *</span> : null}
    </Label>
  );
}

function FieldWords({ help, error }: Common) {
  return (
    <>
      {help !== undefined && error === undefined ? (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </>
  );
}

function widthOf(width: number | undefined) {
  return width === undefined ? {} : { style: { width } };
}

/** Leaves out what is undefined, as exactOptionalPropertyTypes wants it. */
function opt<Values extends object>(values: Values): { [Key in keyof Values]: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

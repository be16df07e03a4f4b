import { zodResolver } from '@hookform/resolvers/zod';
import { ArrowLeft, ArrowRight, Check } from 'lucide-react';
import { useState } from 'react';
import { FormProvider, useForm, type FieldPath } from 'react-hook-form';
import { BareFrame } from '../../app/frame/BareFrame.tsx';
import { useAct } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Button, ErrorBox } from '../../components/index.ts';
import { AuthorityStep } from './AuthorityStep.tsx';
import { ChannelsStep } from './ChannelsStep.tsx';
import { empty, form, inputOf, type WizardFacts, type WizardForm } from './form.ts';
import { KeysStep } from './KeysStep.tsx';
import { OfficersStep } from './OfficersStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { useWizardText } from './texts.ts';
import './wizard.css';

const steps = ['authority', 'channels', 'keys', 'officers', 'review'] as const;
type Step = (typeof steps)[number];

const fields: Record<Step, FieldPath<WizardForm>[]> = {
  authority: ['authority', 'folder'],
  channels: ['channels'],
  keys: ['keyFile', 'keyPassword', 'trust'],
  officers: ['officers'],
  review: [],
};

/** The first run: five steps, nothing is made before the last button. */
export default function Wizard() {
  const t = useWizardText();
  const words = useText();
  const [step, setStep] = useState<Step>('authority');
  const [reached, setReached] = useState(0);
  const create = useAct('wizard.create');
  const filled = useForm<WizardForm, unknown, WizardFacts>({ resolver: zodResolver(form), defaultValues: empty(t('channel.spool.name'), t('officer.first')), mode: 'onTouched', shouldFocusError: true });
  const at = steps.indexOf(step);
  const goOn = async () => {
    if (!(await filled.trigger(fields[step], { shouldFocus: true }))) return;
    setReached(Math.max(reached, at + 1));
    setStep(steps[at + 1]!);
  };
  const finish = filled.handleSubmit((facts) => create.act(inputOf(facts)));
  return (
    <BareFrame>
      <FormProvider {...filled}>
        <div className="wizard">
          <nav className="wizard-steps" aria-label={t('steps')}>
            <h1>{t('title')}</h1>
            <ol>
              {steps.map((one, index) => (
                <li key={one}>
                  <button type="button" disabled={index > reached} aria-current={one === step ? 'step' : undefined} onClick={() => setStep(one)}>
                    <span className="step-mark" aria-hidden>
                      {index < reached && one !== step ? <Check size={12} /> : index + 1}
                    </span>
                    {t(`step.${one}`)}
                  </button>
                </li>
              ))}
            </ol>
            <p className="soft small">{t('nothing-yet')}</p>
          </nav>
          <section className="wizard-step" aria-label={t(`step.${step}`)}>
            <div className="wizard-body" key={step}>
              <header>
                <h2>{t(`step.${step}`)}</h2>
                <p className="soft">{t(`step.${step}.help`)}</p>
              </header>
              {step === 'authority' ? <AuthorityStep /> : step === 'channels' ? <ChannelsStep /> : step === 'keys' ? <KeysStep /> : step === 'officers' ? <OfficersStep /> : <ReviewStep />}
              {step === 'review' && create.error !== undefined ? <ErrorBox error={create.error} /> : null}
            </div>
            <footer className="wizard-foot">
              {at > 0 ? (
                <Button icon={<ArrowLeft size={14} aria-hidden />} isDisabled={create.busy} onPress={() => setStep(steps[at - 1]!)}>
                  {words('act.back')}
                </Button>
              ) : null}
              <span className="push">
                {step === 'review' ? (
                  <Button look="filled" busy={create.busy} onPress={() => void finish()}>
                    {t('create')}
                  </Button>
                ) : (
                  <Button look="filled" icon={<ArrowRight size={14} aria-hidden />} onPress={() => void goOn()}>
                    {words('act.next')}
                  </Button>
                )}
              </span>
            </footer>
          </section>
        </div>
      </FormProvider>
    </BareFrame>
  );
}

import { channelConformance } from '../../../tests/conformance/channel.ts';
import { startMailboxFixture } from '../../../tests/conformance/mailbox-fixture.ts';

channelConformance('The mailbox on Dovecot and Postfix', startMailboxFixture);

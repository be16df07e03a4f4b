import { channelConformance } from '../../../tests/conformance/channel.ts';
import { startDemoMailboxFixture } from '../../../tests/conformance/demo-mailbox-fixture.ts';

channelConformance("The mailbox on the demo's mail server", startDemoMailboxFixture);

import { channelConformance } from '../../../tests/conformance/channel.ts';
import { startSpoolFixture } from '../../../tests/conformance/spool-fixture.ts';

channelConformance('The spool folder', () => startSpoolFixture());

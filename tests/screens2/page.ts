/// <reference lib="dom" />
import { fakeStation, readOptions } from '../screens/fake-station.ts';
import { withMore } from './fake-more.ts';

// Loaded before the product's own script: puts a station on the window as the preload would.
const station = withMore(fakeStation(readOptions(location.search)), new URLSearchParams(location.search));
Object.defineProperty(window, 'reception', { value: station });
Object.defineProperty(window, 'fake', { value: station });

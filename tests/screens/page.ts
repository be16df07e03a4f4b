/// <reference lib="dom" />
import { fakeStation, readOptions } from './fake-station.ts';

// Loaded before the product's own script: puts a station on the window as the preload would.
const station = fakeStation(readOptions(location.search));
Object.defineProperty(window, 'reception', { value: station });
Object.defineProperty(window, 'fake', { value: station });

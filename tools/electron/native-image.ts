import { readFileSync } from 'node:fs';

class NativeImage {
  readonly #png: Buffer;

  constructor(png: Buffer) {
    this.#png = png;
  }

  toPNG = (): Buffer => this.#png;
  toDataURL = (): string => `data:image/png;base64,${this.#png.toString('base64')}`;
  isEmpty = (): boolean => this.#png.length === 0;
  // Width and height stand at bytes 16 and 20 of a PNG.
  getSize = (): { width: number; height: number } =>
    this.#png.length < 24 ? { width: 0, height: 0 } : { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) };
  resize = (): NativeImage => this;
  setTemplateImage(): void {}
}

export const nativeImage = {
  createEmpty: (): NativeImage => new NativeImage(Buffer.alloc(0)),
  createFromBuffer: (png: Buffer): NativeImage => new NativeImage(png),
  createFromDataURL: (url: string): NativeImage => new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
  createFromPath(file: string): NativeImage {
    try {
      return new NativeImage(readFileSync(file));
    } catch {
      return nativeImage.createEmpty();
    }
  },
};

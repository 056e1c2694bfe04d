// The smallest files of their kinds, in base64, and how the simulator mentions them in its echo.

// One red pixel.
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** 16-bit mono samples at 24 kHz as a WAV file. */
function wav(samples) {
  const file = Buffer.alloc(44 + samples.length);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16); // size of what follows
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // channels
  file.writeUInt32LE(24_000, 24);
  file.writeUInt32LE(48_000, 28); // bytes a second
  file.writeUInt16LE(2, 32); // bytes a sample
  file.writeUInt16LE(16, 34); // bits a sample
  file.write('data', 36);
  file.writeUInt32LE(samples.length, 40);
  samples.copy(file, 44);
  return file;
}

export const SAMPLES = Buffer.from([0, 0, 255, 127, 0, 128, 1, 0]);
export const WAV = wav(SAMPLES).toString('base64');
export const MP3 = Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0]).toString('base64');
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n').toString(
  'base64',
);
export const MP4 = Buffer.from('\0\0\0\u0014ftypisom\0\0\0\u0001isom', 'latin1').toString('base64');

export const dataUrl = (type, base64) => `data:${type};base64,${base64}`;

/** What the simulator's echo says of a medium that reached it. */
export const seen = (type, base64) => `[${type}, ${Buffer.from(base64, 'base64').length} bytes]`;

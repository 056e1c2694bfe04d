// Images, sound, video and documents to the model, and images and sound from it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import OpenAI from 'openai';
import { Gateway } from './gateway.mjs';
import { dataUrl, MP3, MP4, PDF, PNG, SAMPLES, seen, WAV } from '../support/media.mjs';

const MODEL = 'gemini-2.5-flash';
const user = (content) => ({ role: 'user', content });

describe('media', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 20, paid: true });
    client = gateway.client();
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  const sentBody = async () => (await gateway.sentUpstream()).at(-1).body;

  describe('to the model', () => {
    const parts = [
      {
        name: 'an image',
        part: { type: 'image_url', image_url: { url: dataUrl('image/png', PNG), detail: 'low' } },
        type: 'image/png',
        data: PNG,
      },
      {
        name: 'an image/jpg',
        part: { type: 'image_url', image_url: { url: dataUrl('image/jpg', PNG) } },
        type: 'image/jpeg',
        data: PNG,
      },
      {
        name: 'a WAV',
        part: { type: 'input_audio', input_audio: { data: WAV, format: 'wav' } },
        type: 'audio/wav',
        data: WAV,
      },
      {
        name: 'an MP3',
        part: { type: 'input_audio', input_audio: { data: MP3, format: 'mp3' } },
        type: 'audio/mpeg',
        data: MP3,
      },
      {
        name: 'a PDF',
        part: { type: 'file', file: { file_data: dataUrl('application/pdf', PDF), filename: 'a.pdf' } },
        type: 'application/pdf',
        data: PDF,
      },
      {
        name: 'a PDF in bare base64',
        part: { type: 'file', file: { file_data: PDF, filename: 'a.pdf' } },
        type: 'application/pdf',
        data: PDF,
      },
      {
        name: 'a video',
        part: { type: 'video_url', video_url: { url: dataUrl('video/mp4', MP4) } },
        type: 'video/mp4',
        data: MP4,
      },
    ];
    for (const { name, part, type, data } of parts)
      test(`${name} arrives whole`, async () => {
        const { choices } = await client.chat.completions.create({
          model: MODEL,
          messages: [user([{ type: 'text', text: 'See.' }, part])],
        });
        assert.equal(choices[0].message.content, `echo: See. ${seen(type, data)}`);
        assert.deepEqual((await sentBody()).contents[0].parts[1], { inlineData: { mimeType: type, data } });
      });

    test('a video on YouTube is named, not fetched', async () => {
      const url = 'https://youtu.be/dQw4w9WgXcQ';
      await client.chat.completions.create({ model: MODEL, messages: [user([{ type: 'video_url', video_url: { url } }])] });
      const fileUri = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
      assert.deepEqual((await sentBody()).contents[0].parts, [{ fileData: { fileUri } }]);
    });

    test('a file that another project has is not found', async () => {
      const file = { type: 'file', file: { file_id: 'files/abc' } };
      await assert.rejects(client.chat.completions.create({ model: MODEL, messages: [user([file])] }), OpenAI.NotFoundError);
      const fileUri = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
      assert.deepEqual((await sentBody()).contents[0].parts, [{ fileData: { fileUri } }]);
    });
  });

  describe('sound from the model', () => {
    const request = { model: 'gemini-3.8-flash-tts', modalities: ['text', 'audio'], messages: [user('Say hello.')] };
    const spoken = (samples) => ({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: samples.toString('base64') } }],
          },
          finishReason: 'STOP',
        },
      ],
    });

    test('is asked for as Google takes it', async () => {
      await client.chat.completions.create({ ...request, audio: { voice: 'alloy', format: 'wav' } });
      const { responseModalities, speechConfig } = (await sentBody()).generationConfig;
      assert.deepEqual(responseModalities, ['AUDIO']);
      assert.match(speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName, /^[A-Z][a-z]+$/);
      await client.chat.completions.create({ ...request, audio: { voice: 'Kore', format: 'pcm16' } });
      assert.equal((await sentBody()).generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName, 'Kore');
    });

    for (const [format, bytes] of [
      ['wav', Buffer.from(WAV, 'base64')],
      ['pcm16', SAMPLES],
    ])
      test(`comes as ${format}`, async () => {
        await gateway.answerNext(spoken(SAMPLES));
        const { choices } = await client.chat.completions.create({ ...request, audio: { voice: 'alloy', format } });
        const { content, audio } = choices[0].message;
        assert.equal(content, null);
        assert.deepEqual(Buffer.from(audio.data, 'base64'), bytes);
        assert.match(audio.id, /^audio/);
        assert.equal(typeof audio.transcript, 'string');
        assert.ok(Number.isInteger(audio.expires_at));
        assert.equal(choices[0].finish_reason, 'stop');
      });

    test('comes in pieces of samples in a stream', async () => {
      await gateway.answerNext([spoken(SAMPLES.subarray(0, 4)), spoken(SAMPLES.subarray(4))]);
      const stream = await client.chat.completions.create({
        ...request,
        stream: true,
        audio: { voice: 'alloy', format: 'pcm16' },
      });
      const pieces = [];
      for await (const { choices } of stream)
        if (choices[0].delta.audio?.data) pieces.push(Buffer.from(choices[0].delta.audio.data, 'base64'));
      assert.equal(pieces.length, 2);
      assert.deepEqual(Buffer.concat(pieces), SAMPLES);
    });
  });

  describe('an image from the model', () => {
    const request = { model: 'gemini-3.1-flash-image', modalities: ['text', 'image'], messages: [user('Draw a pixel.')] };
    const signature = Buffer.from('signed').toString('base64');
    const drawn = {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ text: 'Here:' }, { inlineData: { mimeType: 'image/png', data: PNG }, thoughtSignature: signature }],
          },
          finishReason: 'STOP',
        },
      ],
    };

    test('is asked for as Google takes it', async () => {
      const google = { image_config: { aspect_ratio: '16:9', image_size: '2K' } };
      await client.chat.completions.create({ ...request, extra_body: { google } });
      assert.deepEqual((await sentBody()).generationConfig, {
        responseModalities: ['TEXT', 'IMAGE'],
        imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
      });
    });

    for (const stream of [false, true])
      test(`comes as markdown and goes back as an image, ${stream ? 'streamed' : 'whole'}`, async () => {
        await gateway.answerNext(stream ? [drawn] : drawn);
        const { choices } = stream
          ? await client.chat.completions.stream(request).finalChatCompletion()
          : await client.chat.completions.create(request);
        const { message } = choices[0];
        assert.equal(message.content, `Here:![image](${dataUrl('image/png', PNG)})`);
        assert.equal(message.extra_content.google.thought_signature, signature);

        await gateway.forgetSent();
        await gateway.answerNext(drawn);
        await client.chat.completions.create({ ...request, messages: [...request.messages, message, user('Now blue.')] });
        const [, turn] = (await sentBody()).contents;
        assert.deepEqual(turn, {
          role: 'model',
          parts: [{ text: 'Here:' }, { inlineData: { mimeType: 'image/png', data: PNG }, thoughtSignature: signature }],
        });
      });
  });
});

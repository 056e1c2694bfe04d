// A pool as an operator has it, with a bit of everything, for pictures and for what must hold of any page.
import { geminiKey } from './gateway.mjs';
import { chat } from './load.mjs';

export const SAMPLE_KEYS = 18;

/** Of a gateway with SAMPLE_KEYS keys: projects, names, limits, some trouble, users, traffic. */
export async function fillSample(gateway) {
  const { keys } = await gateway.admin('GET', 'keys?limit=100');
  const projects = ['video-captions', 'support-bot', '翻译服务', ''];
  for (const [n, { id }] of keys.entries()) {
    const name = n % 5 === 4 ? '' : n % 5 === 3 ? `备用密钥 ${n}` : `studio-account-${n}`;
    await gateway.admin('PATCH', `keys/${id}`, { name, project: projects[n % 4], weight: n % 3 === 0 ? 2 : 1, priority: n < 14 ? 0 : 1 });
  }
  await gateway.admin('PATCH', `keys/${keys[2].id}`, { enabled: false });
  await gateway.admin('PUT', 'models/gemini-2.5-flash', { rpm: 12, rpd: 250, aliases: ['fast'], fallbacks: ['gemini-2.5-flash-lite'] });
  await gateway.admin('PUT', 'models/gemini-2.5-flash-lite', { rpm: 15, tpm: 250_000, rpd: 1_000 });
  for (const [name, limits] of [['web-team', { rpm: 60, rpd: 5_000 }], ['数据分析', { rpm: 30, tpm: 100_000 }], ['nightly-batch', {}]])
    await gateway.admin('POST', 'user-keys', { name, ...limits });
  await gateway.addFault({ kind: 'status', key: geminiKey(1), body: 'leaked', count: null });
  await gateway.addFault({ kind: 'status', key: geminiKey(5), body: 'per_day', count: 2 });
  await gateway.addFault({ kind: 'status', key: geminiKey(6), body: 'per_minute', count: 2 });
  await Promise.all(Array.from({ length: 60 }, (_, n) =>
    chat(gateway, { model: n % 3 === 0 ? 'gemini-2.5-flash-lite' : 'gemini-2.5-flash', stream: n % 2 === 0, content: `question ${n}` })));
}

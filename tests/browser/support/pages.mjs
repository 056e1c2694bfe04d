// The pages in the order of the navigation: `path` stands behind the "#" of the address.
const page = (path, en, zh, shortEn = en, shortZh = zh) => ({ path, title: { en, zh }, shortTitle: { en: shortEn, zh: shortZh } });

export const PAGES = [
  page('overview', 'Overview', '总览'),
  page('keys', 'Gemini keys', 'Gemini 密钥', 'Keys', '密钥'),
  page('user-keys', 'User keys', '用户密钥', 'Users', '用户'),
  page('routing', 'Routing', '路由'),
  page('models', 'Models', '模型'),
  page('logs', 'Logs', '日志'),
  page('playground', 'Playground', '试验场', 'Try', '试用'),
  page('settings', 'Settings', '设置'),
  page('system', 'System', '系统'),
];

/** So many stand in the bar of a phone; the others are behind "More". */
export const PAGES_IN_BAR = 4;

/** The screens of the console in Chromium: by keyboard, in both schemes, at phone size, without a breach of the page's policy. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { oneping } from '../../sdk/typescript/src/index.js';
import { call, key, until, url } from './service.js';

const SCREENS = ['why', 'people', 'people/ann', 'now', 'health', 'rules', 'simulator', 'scenarios', 'events', 'webhooks', 'channels', 'groups', 'keys'];
let browser: Browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM!, args: ['--no-sandbox'] });
});
after(() => browser.close());

async function console(run: (page: Page) => Promise<void>, options: { colorScheme?: 'light' | 'dark'; width?: number; as?: string } = {}) {
  const context = await browser.newContext({ colorScheme: options.colorScheme ?? 'light', viewport: { width: options.width ?? 1200, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  // A breach of the policy and a broken script are complaints; an answer of the API that is no success is not.
  page.on('console', message => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  const as = options.as ?? key;
  await page.goto(`${url}/console/#key=${as}`);
  await page.getByRole('heading', { name: 'Why?' }).waitFor();
  assert.ok(!page.url().includes(as), 'the key is still in the address');
  await run(page);
  await context.close();
  assert.deepEqual(complaints, []);
}

async function open(page: Page, path: string) {
  await page.evaluate(hash => (location.hash = `#/${hash}`), path);
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'));
  if (path === 'rules') {
    await page.locator('.editor').getByRole('textbox').waitFor();
    await page.getByText(/^It would deliver to laptop/).waitFor();
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen is accessible, ${colorScheme}`, () =>
    console(async page => {
      for (const path of SCREENS) {
        await open(page, path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(violations.map(each => `${path}: ${each.id}: ${each.nodes[0]?.html}`), []);
      }
    }, { colorScheme }));
}

test('a phone-sized window needs no scrolling sideways, whatever the names', () =>
  console(async page => {
    const long = 'w'.repeat(50) + Date.now();
    const { id } = await call<{ id: string }>('POST', 'v1/notify', { to: { user: long }, title: 'W'.repeat(100), category: 'c'.repeat(60) });
    for (const path of [...SCREENS, `people/${long}`, `why/${id}`]) {
      await open(page, path);
      const wide = await page.evaluate(() => (document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')].filter(each => !each.closest('.scroll') && each.getBoundingClientRect().right > innerWidth).map(each => each.outerHTML.slice(0, 200))));
      assert.deepEqual(wide, [], path);
      assert.ok(((await page.locator('header').boundingBox())?.height ?? 999) < 130, 'the header leaves room for the screen');
    }
  }, { width: 320 }));

test('why: by keyboard from the box to the sentence', () =>
  console(async page => {
    const user = `keyboard${Date.now()}`;
    await call('POST', 'v1/notify', { to: { user }, title: 'By keys' });
    await open(page, 'why');
    await page.keyboard.press('/');
    await page.keyboard.type(user);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /By keys/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '“By keys” waits because no device of the user is online' }).waitFor();
    await page.getByText('Is there a device to try?').waitFor();
  }));

test('why: a key that may only inspect finds by the app’s key, and sees neither content nor buttons that change', async () => {
  const support = await call<{ key: string }>('POST', 'v1/api-keys', { name: 'support', scopes: ['inspect'] });
  const user = `inspected${Date.now()}`;
  await call('POST', 'v1/notify', { to: { user }, title: 'Secret words', collapse_key: `order-${user}` });
  await console(async page => {
    await open(page, 'why');
    await page.getByRole('textbox').fill(`order-${user}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Notifications for order-${user}` }).waitFor();
    await page.locator('main').getByRole('link', { name: /waits because no device/ }).click();
    await page.getByRole('status').filter({ hasText: 'It waits because no device of the user is online' }).waitFor();
    assert.equal(await page.getByText('Secret words').count(), 0);
    await open(page, `people/${user}`);
    await page.getByText('Last notifications').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send a test ping' }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'Keys' }).count(), 0);
    await open(page, 'health');
    await page.getByRole('heading', { name: 'Notifications' }).waitFor();
  }, { as: support.key });
});

test('health: shows the limits of the tenant with what is used, and how late each node is', () =>
  console(async page => {
    await open(page, 'health');
    const limits = page.getByRole('region', { name: 'Limits', exact: true });
    await limits.getByRole('row', { name: /^Users \d[\d.,]* +1,000,000$/ }).waitFor();
    await limits.getByRole('row', { name: /^API keys \d+ +100$/ }).waitFor();
    await page.getByRole('columnheader', { name: 'Timers late' }).waitFor();
    await page.getByRole('region', { name: 'Nodes' }).getByRole('row', { name: / \d[\d.]* m?s \d[\d.]* m?s .+ MB serving$/ }).first().waitFor();
  }));

test('rules: an error is shown in place, a case is decided as one moves it, by keyboard', () =>
  console(async page => {
    await open(page, 'rules');
    await page.locator('.editor').getByRole('textbox').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('nonsense: 1');
    await page.getByRole('status').filter({ hasText: /1 error/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Publish' }).isDisabled(), true);
    await page.getByRole('button', { name: 'Undo all' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('quiet hours').focus();
    await page.keyboard.press('Space');
    await page.getByLabel(/Hour of the day/).focus();
    await page.keyboard.press('End');
    await page.getByText(/^It would hold because of quiet_hours/).waitFor();
  }));

test('rules: publishing needs the version that was edited', () =>
  console(async page => {
    const before = await call<{ text: string }>('GET', 'v1/rules');
    await open(page, 'rules');
    await call('PUT', 'v1/rules', before.text.replace('name: default', 'name: elsewhere'));
    try {
      await page.locator('.editor').getByRole('textbox').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# mine');
      await page.getByText('Valid, not published.').waitFor();
      await page.getByRole('button', { name: 'Publish' }).click();
      await page.getByRole('status').filter({ hasText: /version|changed|match/i }).waitFor();
      assert.match((await call<{ text: string }>('GET', 'v1/rules')).text, /name: elsewhere/);
      // The edited text is still there, also after a look elsewhere and a reload, and only a second press publishes it.
      await page.getByText(/^Your text began as default@\w+, and elsewhere@\w+ is in force now/).waitFor();
      await open(page, 'why');
      await page.goBack();
      await page.reload();
      await page.getByText('Valid, not published.').waitFor();
      await page.getByRole('button', { name: 'Publish over the newer ones' }).click();
      await page.getByText('Unchanged.').waitFor();
      assert.match((await call<{ text: string }>('GET', 'v1/rules')).text, /# mine/);
    } finally {
      await call('DELETE', 'v1/rules');
    }
  }));

test('simulator: real sessions ring, and live on while one looks at the reasons; two tabs do not disturb each other', () =>
  console(async page => {
    await open(page, 'simulator');
    const name = `sim${Date.now()}`;
    await page.getByLabel('User').fill(name);
    await page.getByRole('button', { name: 'Add a device' }).click();
    await page.getByText(/live by websocket/).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${url}/console/#key=${key}`);
    await other.getByRole('heading', { name: 'Why?' }).waitFor();
    await page.getByLabel('To', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await page.getByText(/Last ping \d+ ms after it was sent, ringing/).waitFor();
    await page.getByRole('link', { name: 'Why did it go where it went?' }).click();
    await page.getByText(/“Lunch\?” is on laptop/).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Act' }).click();
    const { data } = await until(() => call<{ data: { state: string }[] }>('GET', `v1/users/${name}/notifications`), answer => answer.data[0]?.state === 'acted');
    assert.equal(data[0]?.state, 'acted');
  }));

test('rules: what would change a decision is a button that changes the case', () =>
  console(async page => {
    await open(page, 'rules');
    await page.getByRole('button', { name: 'laptop offline', exact: true }).click();
    await page.getByText(/^It would (?!deliver to laptop)/).first().waitFor();
    assert.equal(await page.getByRole('group', { name: 'laptop' }).getByLabel('online').isChecked(), false);
  }));

test('scenarios: one is played in virtual time, scrubbed, and played again beside with other rules', { timeout: 180_000 }, () =>
  console(async page => {
    await open(page, 'scenarios');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('As expected.').waitFor({ timeout: 90_000 });
    await page.getByText(/The decision at/).waitFor();
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await page.getByText(/0 rings so far/).waitFor();
    await page.getByRole('button', { name: 'Change the rules' }).click();
    await page.getByLabel('Rules').waitFor();
    await page.getByRole('button', { name: 'Play again' }).click();
    await page.getByRole('heading', { name: /Before, by the built-in rules/ }).waitFor({ timeout: 90_000 });
    await page.getByRole('heading', { name: /Now, by the edited rules/ }).waitFor();
  }));

test('events: they come as they happen, and pause', () =>
  console(async page => {
    await open(page, 'events');
    await page.getByText('Live, from ten minutes ago on.').waitFor();
    const user = `live${Date.now()}`;
    await call('POST', 'v1/notify', { to: { user }, title: 'Here' });
    await page.getByRole('link', { name: user }).first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await call('POST', 'v1/notify', { to: { user: `${user}b` }, title: 'Hidden' });
    await page.getByRole('button', { name: /Go on/ }).click();
    await page.getByRole('link', { name: `${user}b` }).first().waitFor();
  }));

test('now: whoever is online comes first, however many others were heard of', async () => {
  const stamp = Date.now();
  const token = async (user: string) => (await call<{ token: string }>('POST', 'v1/tokens', { user, device: 'laptop' })).token;
  const client = oneping({ url, device: 'laptop', token: () => token(`there${stamp}`) });
  client.report({ attention: { visible: true, focused: true, idle_ms: 0 } });
  client.connect();
  try {
    await until(async () => client.state.link.phase, phase => phase === 'live');
    await Promise.all(Array.from({ length: 70 }, (_, number) => call('PUT', `v1/users/other${stamp}.${number}/devices/phone`, { platform: 'android' })));
    await console(async page => {
      await open(page, 'now');
      await page.locator('.tiles > li').first().getByRole('link', { name: `there${stamp}` }).waitFor();
      await page.getByText('60 users are shown, those online first').waitFor();
    });
  } finally {
    await client.close();
  }
});

test('webhooks: an endpoint is made, tested, and its attempts are seen', () =>
  console(async page => {
    await open(page, 'webhooks');
    const receiver = `http://127.0.0.1:9/console${Date.now()}`;
    await page.getByLabel('URL').fill(receiver);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('link', { name: receiver }).click();
    await page.getByRole('button', { name: 'Send a test' }).waitFor();
    const { data } = await call<{ data: { id: string; url: string }[] }>('GET', 'v1/subscriptions');
    for (const each of data.filter(one => one.url === receiver)) await call('DELETE', `v1/subscriptions/${each.id}`);
  }));

test('a lost service is told on every screen that shows live things, and a broken address opens a screen', () =>
  console(async page => {
    await page.goto(`${url}/console/#/why/%`);
    await page.reload();
    await page.getByText(/There is no user and no key %/).waitFor();
    await open(page, 'health');
    await page.getByText('Open connections').waitFor();
    await page.route('**/q/metrics', route => route.abort());
    await page.route('**/v1/**', route => route.abort());
    await page.getByText(/The service does not answer.+ What follows is from/).waitFor();
    await open(page, 'why/not%20a%20user');
    await page.getByText('The service does not answer. Is it running?').waitFor();
  }));

test('a key that may not: says which scope is needed; a wrong one is not let in', () =>
  console(async page => {
    const { key: small, id } = await call<{ key: string; id: string }>('POST', 'v1/api-keys', { name: 'small', scopes: ['presence'] });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').fill(small);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This screen needs a key with the scope notify; yours has presence.').waitFor();
    assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Rules' }).count(), 0);
    await call('DELETE', `v1/api-keys/${id}`);
  }));

test('the first screen is small, and the editor comes only when it is needed', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const loaded: Promise<number>[] = [];
  const names: string[] = [];
  page.on('response', response => {
    if (!response.url().includes('/console/') || !response.ok()) return;
    names.push(response.url());
    loaded.push(response.body().then(body => gzipSync(body, { level: 9 }).length));
  });
  await page.goto(`${url}/console/#key=${key}`);
  await page.getByRole('heading', { name: 'Why?' }).waitFor();
  const kilobytes = (await Promise.all(loaded)).reduce((all, each) => all + each, 0) / 1000;
  assert.ok(kilobytes > 5 && kilobytes <= 60, `${kilobytes} kB gz`);
  assert.equal(names.some(each => each.includes('editor')), false);
  await context.close();
});

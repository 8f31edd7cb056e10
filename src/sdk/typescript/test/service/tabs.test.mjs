// The example page in Debian's Chromium: several tabs, one session; takeover; a frozen leader; no violation of its own policy.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { call, notify, notification, presence, someone, until, url } from './support.mjs';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

describe('tabs in Chromium', { timeout: 120_000, skip: chromium ? false : 'no Chromium on this machine' }, () => {
  let browser, context, loose, user, violations;

  before(async () => {
    const { chromium: driver } = await import('playwright-core');
    browser = await driver.launch({ executablePath: chromium, args: flags });
  });
  after(() => browser?.close());
  beforeEach(async () => {
    user = someone();
    violations = [];
    await context?.close();
    context = await browser.newContext();
    // For pages of these tests' own code, which the policy of the example page forbids.
    await loose?.close();
    loose = await browser.newContext({ bypassCSP: true });
    loose.setDefaultTimeout(20_000);
    context.setDefaultTimeout(20_000);
  });

  async function open() {
    const page = await context.newPage();
    page.on('console', message => message.type() === 'error' && violations.push(message.text()));
    page.on('pageerror', error => violations.push(String(error)));
    await page.goto(`${url}/example/#key=${process.env.ONEPING_KEY}`);
    // The page connects as ann at once; this test is somebody else.
    await page.fill('[name=user]', user);
    await page.click('form button');
    await page.waitForFunction(() => document.getElementById('link').textContent.startsWith('Connected'));
    return page;
  }

  const shown = page => page.locator('#shown li').count();
  const leads = page => page.locator('#link').textContent().then(text => !text.includes('another tab'));
  const sessions = async () => (await presence(user)).devices?.find(device => device.id === 'browser')?.sessions ?? 0;

  it('should take the key out of the address', async () => {
    const page = await open();
    assert.equal(new URL(page.url()).hash, '');
  });

  it('should be one session for eight tabs, and show a ping in each once', async () => {
    const pages = [];
    for (let i = 0; i < 8; i++) pages.push(await open());
    await until('one leader', async () => (await Promise.all(pages.map(leads))).filter(Boolean).length === 1);
    const { id } = await notify(user, 'Lunch?');
    for (const page of pages) await until('the ping in a tab', async () => (await shown(page)) === 1);
    await pages[3].click('#shown button');
    await until('the answer', async () => (await notification(id)).state === 'acted');
    for (const page of pages) await until('the end in a tab', async () => (await shown(page)) === 0);
    assert.deepEqual(violations, []);
  });

  it('should hand the connection over when the leading tab is closed', async () => {
    const [first, second] = [await open(), await open()];
    const [leader, other] = (await leads(first)) ? [first, second] : [second, first];
    await leader.close();
    await until('the takeover', () => leads(other));
    await other.waitForFunction(() => document.getElementById('link').textContent.startsWith('Connected by'));
    await notify(user, 'Still there?');
    await until('the ping', async () => (await shown(other)) === 1);
  });

  it('should take the connection from a leader that is frozen (P11)', async () => {
    const [first, second] = [await open(), await open()];
    const [leader, other] = (await leads(first)) ? [first, second] : [second, first];
    const devtools = await context.newCDPSession(leader);
    // Playwright keeps pages visible, and a visible page is not frozen; a stopped one holds its lock and says nothing just the same.
    await devtools.send('Debugger.enable');
    await devtools.send('Debugger.pause');
    await until('the takeover', () => leads(other));
    await other.waitForFunction(() => document.getElementById('link').textContent.startsWith('Connected by'));
    const { id } = await notify(user, 'Who hears?');
    await until('the ping', async () => (await shown(other)) === 1);
    await devtools.send('Debugger.disable');
    await until('the old leader to follow', async () => !(await leads(leader)));
    await other.click('#shown button');
    await until('the answer', async () => (await notification(id)).state === 'acted');
  });

  it('should connect from a page of another origin by every transport', async () => {
    const elsewhere = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>'));
    await new Promise(resolve => elsewhere.listen(0, '127.0.0.1', resolve));
    after(() => elsewhere.close());
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
    const { token } = await call('POST', '/v1/tokens', { user, device: 'elsewhere' });
    for (const transport of ['websocket', 'stream', 'poll']) {
      const phase = await page.evaluate(
        async ([service, token, transport]) => {
          const { oneping } = await import(`${service}/sdk/oneping.js`);
          const me = oneping({ url: service, device: 'elsewhere', token: async () => token, transports: [transport] });
          const live = new Promise(resolve => me.on('link', link => ['live', 'refused', 'waiting'].includes(link.phase) && resolve(link)));
          me.connect();
          const link = await live;
          await me.close();
          return `${link.transport ?? link.because ?? link.detail} ${link.phase}`;
        },
        [url, token, transport],
      );
      assert.equal(phase, `${transport} live`);
    }
  });

  it('should leave no listener behind after a thousand connects and closes (P13)', async () => {
    const page = await context.newPage();
    await page.goto(`${url}/example/`);
    const devtools = await context.newCDPSession(page);
    const listeners = async () => {
      const of = async expression => {
        const { result } = await devtools.send('Runtime.evaluate', { expression });
        return (await devtools.send('DOMDebugger.getEventListeners', { objectId: result.objectId })).listeners.length;
      };
      return (await of('document')) + (await of('window'));
    };
    const before = await listeners();
    await page.evaluate(async () => {
      const [{ oneping }, { attention, surroundings }] = await Promise.all([import('/sdk/oneping.js'), import('/sdk/web.js')]);
      const me = oneping({
        url: location.origin,
        device: 'd',
        token: () => new Promise(() => {}),
        signals: [attention(), surroundings()],
      });
      for (let i = 0; i < 1000; i++) {
        me.connect();
        await me.close();
      }
    });
    assert.equal(await listeners(), before);
  });

  /** A page with the client of the service, made by `make`; the frames that it sent are in `window.sent`. */
  async function bare(make, init) {
    const page = await loose.newPage();
    if (init) await page.addInitScript(init);
    await page.goto(`${url}/example/`);
    const { token } = await call('POST', '/v1/tokens', { user, device: 'bare' });
    await page.evaluate(
      async ([token, make]) => {
        const [sdk, web] = await Promise.all([import('/sdk/oneping.js'), import('/sdk/web.js')]);
        window.sent = [];
        window.pings = 0;
        const log = line => line.what === 'sent' && window.sent.push(line.detail);
        const build = new Function('sdk', 'web', 'common', `return ${make}`);
        window.me = build(sdk, web, { url: location.origin, device: 'bare', token: async () => token, log });
        window.me.on('ping', () => window.pings++);
        window.me.connect();
      },
      [token, make],
    );
    await page.waitForFunction(() => window.me.state.link.phase === 'live');
    return page;
  }

  it('should have a session for each tab where there are no Web Locks, and show each ping once (P10)', async () => {
    const none = () => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
    const make = 'sdk.oneping({ ...common, tabs: web.oneSession(), signals: [web.attention()] })';
    const pages = [];
    for (let i = 0; i < 3; i++) pages.push(await bare(make, none));
    await notify(user, 'Lunch?');
    for (const page of pages) await page.waitForFunction(() => window.pings === 1);
    const device = (await presence(user)).devices.find(one => one.id === 'bare');
    assert.equal(device.sessions, 3);
  });

  it('should take no synthetic input for a person (P24)', async () => {
    const page = await bare('sdk.oneping({ ...common, signals: [web.attention()] })');
    await page.waitForTimeout(300);
    const before = await page.evaluate(() => window.me.state.observed.attention.value.idle_ms);
    await page.evaluate(() => {
      for (let i = 0; i < 50; i++) {
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
        document.dispatchEvent(new PointerEvent('pointermove', { movementX: 5 }));
      }
    });
    const inputs = await page.evaluate(() => window.sent.filter(frame => frame.type === 'report').length);
    assert.ok(before >= 0);
    await page.evaluate(() => window.me.report({ zone: 'UTC' }));
    assert.ok((await page.evaluate(() => window.sent.filter(frame => frame.type === 'report').length)) <= inputs + 1);
  });

  it('should say that the machine is in use while the page is hidden (P25)', async () => {
    const detector = () => {
      window.IdleDetector = class extends EventTarget {
        userState = 'active';
        screenState = 'unlocked';
        start() {
          return Promise.resolve();
        }
      };
      navigator.permissions.query = () => Promise.resolve({ state: 'granted' });
      Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
      Document.prototype.hasFocus = () => false;
    };
    const page = await bare('sdk.oneping({ ...common, signals: [web.attention()] })', detector);
    await page.waitForFunction(() =>
      window.sent
        .map(frame => (frame.type === 'hello' ? frame.report : frame).attention)
        .some(attention => attention?.system_idle_ms === 0 && attention.screen === 'unlocked'),
    );
    await until('passive, not away', async () => {
      const device = (await presence(user)).devices.find(one => one.id === 'bare');
      return device?.attention.state === 'passive';
    });
  });

  it('should show before a gesture and refuse no promise (P17)', async () => {
    const page = await bare('sdk.oneping(common)');
    const rejections = [];
    page.on('pageerror', error => rejections.push(String(error)));
    await notify(user, 'Lunch?');
    await page.waitForFunction(() => window.pings === 1);
    const sounded = await page.evaluate(() => window.me.state.shown[0].sound(() => new Audio('data:audio/wav;base64,AAAA').play()));
    assert.equal(sounded, false);
    assert.deepEqual(rejections, []);
  });
});

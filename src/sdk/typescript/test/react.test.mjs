// The hooks under StrictMode: one socket, none left (P7).
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createElement as h, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { oneping } from '../dist/index.js';
import { OnepingContext, useOnepingState } from '../dist/react.js';
import { fakeService } from '../dist/testing.js';

it('should render on a server without opening anything', async () => {
  const service = fakeService();
  const me = oneping({ ...service.options, device: 'd', token: async () => 't' });
  const Phase = () => h('p', null, useOnepingState(state => state.link.phase));
  const html = renderToString(h(StrictMode, null, h(OnepingContext.Provider, { value: me }, h(Phase))));
  assert.equal(html, '<p>idle</p>');
  await service.settle();
  assert.equal(service.dials, 0);
});

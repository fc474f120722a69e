// SPDX-License-Identifier: GPL-3.0-or-later
// Our signatures against those of the npm package standardwebhooks, both ways.
//
//   npm install --prefix DIR standardwebhooks
//   node check-signature.mjs PATH-OF-SIGN-SAMPLE [DIR]
//
// DIR is the present directory if left out. One line a check; ends with 1 if one fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [helper, prefix = '.'] = process.argv.slice(2);
if (!helper) {
  console.error('usage: check-signature.mjs PATH-OF-SIGN-SAMPLE [DIR]');
  process.exit(2);
}
const require = createRequire(resolve(prefix, 'package.json'));
const { Webhook } = require('standardwebhooks');

let passed = 0;
let failed = 0;

function check(name, isRight) {
  console.log(`${isRight ? 'ok' : 'not ok'} - ${name}`);
  if (isRight)
    passed++;
  else
    failed++;
}

function isTakenByThem(webhook, body, headers) {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function isTakenByUs(id, timestamp, signature, body) {
  return spawnSync(helper, ['verify', id, timestamp, signature, body], { stdio: 'ignore' }).status === 0;
}

const [id, timestamp, key, signature, body] = execFileSync(helper, { encoding: 'utf8' }).split('\n');
const webhook = new Webhook(key);
const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };

check('they take our signature', isTakenByThem(webhook, body, headers));
check('they refuse it for another body', !isTakenByThem(webhook, body.replace('85', '86'), headers));
check('they refuse it for another id',
  !isTakenByThem(webhook, body, { ...headers, 'webhook-id': `push.${randomUUID()}` }));
check('they refuse it by another key',
  !isTakenByThem(new Webhook('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='), body, headers));

const now = new Date();
const seconds = String(Math.floor(now.getTime() / 1000));
const theirId = `push.${randomUUID()}`;
const theirBody = JSON.stringify({ text: 'Grüße, 49,90 €, 😀' });
const theirSignature = webhook.sign(theirId, now, theirBody);

check('we take their signature', isTakenByUs(theirId, seconds, theirSignature, theirBody));
check('we take it among others', isTakenByUs(theirId, seconds, `v1,AAAA ${theirSignature}`, theirBody));
check('we refuse it for another body', !isTakenByUs(theirId, seconds, theirSignature, `${theirBody} `));
check('we refuse it at another time',
  !isTakenByUs(theirId, String(Number(seconds) + 1), theirSignature, theirBody));

const old = new Date(now.getTime() - 301_000 - 1000);
const oldSeconds = String(Math.floor(old.getTime() / 1000));
check('we refuse what is too old',
  !isTakenByUs(theirId, oldSeconds, webhook.sign(theirId, old, theirBody), theirBody));
check('we refuse an id of another route', (() => {
  const other = `state.${randomUUID()}`;
  return !isTakenByUs(other, seconds, webhook.sign(other, now, theirBody), theirBody);
})());

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

// Decrypts a push message with http_ece, which knows nothing of oneping. In: {body, private_key, auth}, all base64url; out: the text, as JSON.
const crypto = require('crypto');
const ece = require('http_ece');

const chunks = [];
process.stdin.on('data', chunk => chunks.push(chunk)).on('end', () => {
  const { body, private_key, auth } = JSON.parse(Buffer.concat(chunks));
  const browser = crypto.createECDH('prime256v1');
  browser.setPrivateKey(Buffer.from(private_key, 'base64url'));
  const text = ece.decrypt(Buffer.from(body, 'base64url'), {
    version: 'aes128gcm', privateKey: browser, authSecret: auth,
  });
  process.stdout.write(JSON.stringify(text.toString()));
});

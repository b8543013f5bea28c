import { describe, expect, it } from 'vitest';
import { readQueueUrl } from '#contract/queueAddress.ts';

describe('the address of a broker', () => {
  it.each([
    ['amqps://Rabbit.Example.com', { url: 'amqps://rabbit.example.com:5671', user: null, virtualHost: null }],
    [' AMQPS://importer@rabbit.example.com:5679/altcraft ', { url: 'amqps://rabbit.example.com:5679', user: 'importer', virtualHost: 'altcraft' }],
    ['amqps://a%40b@rabbit.example.com/%2F', { url: 'amqps://rabbit.example.com:5671', user: 'a@b', virtualHost: '/' }],
    ['amqps://rabbit.example.com/', { url: 'amqps://rabbit.example.com:5671', user: null, virtualHost: null }],
    ['amqp://127.0.0.1', { url: 'amqp://127.0.0.1:5672', user: null, virtualHost: null }],
    ['amqp://[::1]:5', { url: 'amqp://[::1]:5', user: null, virtualHost: null }],
  ])('%s is read', (text, read) => {
    expect(readQueueUrl(text)).toEqual({ ok: true, ...read });
  });

  it.each([
    ['', 'shape'], ['rabbit.example.com', 'shape'], ['https://rabbit.example.com', 'shape'], ['amqps://', 'shape'], ['amqps://a b', 'shape'], ['amqps://h:99999', 'shape'],
    ['amqps://host/a/b', 'shape'], ['amqps://host?x=1', 'shape'], ['amqps://%zz@host', 'shape'],
    ['amqp://rabbit.example.com', 'insecure'], ['amqp://localhost.example.com', 'insecure'],
    ['amqps://me:secret@host', 'password'],
  ])('%j is not taken', (text, problem) => {
    expect(readQueueUrl(text)).toEqual({ ok: false, problem });
  });
});

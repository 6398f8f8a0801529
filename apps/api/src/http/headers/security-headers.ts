import helmet from '@fastify/helmet';
import fastify from 'fastify';

/**
 * What every answer tells browsers: nothing but our own files, and none of it inline; and to keep nothing of it. Helmet
 * sets the same for every request, so it is asked once: some answers are made before any of Fastify's hooks.
 */
export async function securityHeaders(): Promise<Record<string, string>> {
  const asked = fastify();
  await asked.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // GraphiQL's stylesheet carries its fonts and signs in itself.
        fontSrc: ["'self'", 'data:'],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
      },
    },
    // HTTPS is the business of whoever puts a proxy in front.
    strictTransportSecurity: false,
  });
  asked.get('/', (_request, reply) => reply.raw.getHeaders());
  const set = (await asked.inject('/')).json<Record<string, string>>();
  await asked.close();
  // The files of the page say themselves how long they are good; all else is somebody's data, or changes all the time.
  return { ...set, 'cache-control': 'no-store' };
}

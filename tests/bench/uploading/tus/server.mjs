/* tus on the same store: every byte passes through this process. */
import { S3Store } from "@tus/s3-store";
import { Server } from "@tus/server";

const given = process.env;
const datastore = new S3Store({
  partSize: 8 * 1024 * 1024,
  s3ClientConfig: {
    bucket: given.BENCH_BUCKET, region: "us-east-1", endpoint: given.BENCH_STORE, forcePathStyle: true,
    credentials: { accessKeyId: given.BENCH_KEY, secretAccessKey: given.BENCH_SECRET },
  },
  useTags: false,
});
new Server({ path: "/files", datastore }).listen({ host: "127.0.0.1", port: Number(given.BENCH_PORT) });

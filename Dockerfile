# 一档的镜像：数据库与事件库在别处（见 docker-compose.yml），所以不带示例
FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 YIDANG_DATA=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && mkdir /data && chown node /data
COPY . .
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "bin/yidang.js", "start", "--empty"]

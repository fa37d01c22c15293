# After `make dist`: docker build -t tgnas . && docker run --rm tgnas rank nasbench201 --top 3
FROM debian:12-slim
COPY .build/dist/tgnas_*.deb /tmp/
RUN dpkg -i /tmp/tgnas_*.deb && rm /tmp/tgnas_*.deb
ENTRYPOINT ["tgnas"]

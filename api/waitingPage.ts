/** What a browser sees while the node starts or the pages are being built. */

/** Plain on purpose: it needs no file of the build that is missing. */
export const waitingPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="2">
<title>Meritlane</title>
</head>
<body>
<main>
<h1>Meritlane</h1>
<p role="status">The pages are being prepared. This takes about half a minute after an update and goes on by itself.</p>
<p lang="zh-CN">页面正在准备中。更新后大约需要半分钟，完成后会自动打开。</p>
</main>
</body>
</html>
`;

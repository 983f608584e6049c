// Opens the pages, once in light and once in dark, and decides one request in each with the keyboard alone.
import fs from 'node:fs';
import puppeteer from 'puppeteer-core';

const [url, tokenFile, folder, ...requests] = process.argv.slice(2);
const token = fs.readFileSync(tokenFile, 'utf8').trim();
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, args });
const errors = [];

function check(holds, words) {
    if (!holds) {
        throw new Error(words);
    }
}

/** Presses Tab until a control has the focus, and checks that each one on the way shows it. */
async function tabTo(page, selector) {
    for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate((wanted) => {
            const one = document.activeElement;
            const style = getComputedStyle(one);
            const shown = one === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
            return { there: one.matches(wanted), shown, what: one.outerHTML.slice(0, 80) };
        }, selector);
        check(at.shown, `the focus is not seen on ${at.what}`);
        if (at.there) {
            return;
        }
    }
    throw new Error(`Tab does not reach ${selector}`);
}

/** The texts that have less than 4.5 to 1, by WCAG's formula. */
function faint() {
    const rgb = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = (c) => {
        const [r, g, b] = c.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const c = rgb(getComputedStyle(at).backgroundColor);
            if (c.length === 3 || c[3] === 1) {
                return c.slice(0, 3);
            }
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const one of document.body.querySelectorAll('*')) {
        const own = [...one.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
        if (own) {
            const pair = [light(rgb(getComputedStyle(one).color).slice(0, 3)), light(ground(one))].sort((a, b) => b - a);
            const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
            if (ratio < 4.5) {
                found.push(`${one.tagName} ${one.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
            }
        }
    }
    return found;
}

async function look(page, scheme, name) {
    for (const width of [320, 1280]) {
        await page.setViewport({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        check(wide <= 0, `${name} is ${wide} pixels too wide at ${width}`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden])')]
            .map((one) => one.getBoundingClientRect())
            .filter((box) => box.width < 24 || box.height < 24).length);
        check(small === 0, `${name} has ${small} controls under 24 pixels at ${width}`);
        const texts = await page.evaluate(faint);
        check(texts.length === 0, `${name} is too faint in ${scheme}: ${texts.join('; ')}`);
        await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png`, fullPage: true });
    }
}

async function enter(page) {
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function decide(scheme, request) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.on('console', (said) => ['error', 'warn'].includes(said.type()) && errors.push(said.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('response', (answer) => answer.status() >= 400 && errors.push(`${answer.status()} ${answer.url()}`));
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);

    await page.goto(`${url}/approvals/${request}`);
    await look(page, scheme, 'login');
    await tabTo(page, '#token');
    await page.keyboard.type(token);
    await enter(page);
    check(page.url().endsWith(`/approvals/${request}`), `signing in led to ${page.url()}`);
    await look(page, scheme, 'card');

    await tabTo(page, '#approve');
    await page.keyboard.press('Space');
    await tabTo(page, '#ROLLBACK_CONFIRMED');
    await page.keyboard.press('Space');
    await tabTo(page, '#reason');
    await page.keyboard.type('looked at it');
    await tabTo(page, 'form.decide button');
    await enter(page);
    const text = await page.evaluate(() => document.body.innerText);
    check(text.includes('looked at it') && !text.includes('Not taken'), `the decision was not taken: ${text}`);
    await look(page, scheme, 'decided');
    await page.goto(`${url}/approvals`);
    await look(page, scheme, 'list');
    await context.close();
}

try {
    await decide('light', requests[0]);
    await decide('dark', requests[1]);
    check(errors.length === 0, `the browser complained: ${errors.join('; ')}`);
} catch (e) {
    console.error(`browser: ${e.message}`);
    process.exitCode = 1;
} finally {
    await browser.close();
}

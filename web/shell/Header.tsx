/** The header: which DAO, the live block, language, colours, account. */
import { ActionIcon, Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconLanguage, IconMoon, IconPlus, IconSun, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Identicon } from '../components/Identicon.tsx';
import { paths } from '../paths.ts';
import { changeLanguage, useWords } from '../words/words.ts';
import classes from './Header.module.css';
import { LiveChip } from './LiveChip.tsx';
import { Logo } from './Logo.tsx';
import { networkPlaces, ownPlaces } from './places.ts';
import { useShell } from './shellState.ts';
import { useDao } from './useDao.ts';

function DaoMenu(): ReactNode {
  const { t } = useWords();
  const { daos } = useShell();
  const dao = useDao();
  const name = dao?.name ?? t('shell.noDao');
  return (
    <Menu position="bottom-start" shadow="md" width={260}>
      <Menu.Target>
        <button type="button" className={classes.dao} aria-label={t('shell.switchDao', { name })}>
          <span className={classes.daoName}>{name}</span>
          <IconChevronDown size={16} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {daos.map((entry) => (
          <Menu.Item key={entry.id} component={Link} to={paths.dao(entry.id)}>
            {entry.name}
          </Menu.Item>
        ))}
        {daos.length > 0 && <Menu.Divider />}
        <Menu.Item component={Link} to={paths.daos}>
          {t('shell.allDaos')}
        </Menu.Item>
        <Menu.Item component={Link} to={paths.newDao} leftSection={<IconPlus size={16} />}>
          {t('shell.newDao')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu(): ReactNode {
  const { t } = useWords();
  const { account } = useShell();
  if (account === undefined) {
    return (
      <>
        <Button component={Link} to={paths.start} variant="default" size="xs" className={classes.start ?? ''}>
          {t('shell.start')}
        </Button>
        <ActionIcon
          component={Link}
          to={paths.start}
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.startPhone ?? ''}
          aria-label={t('shell.start')}
        >
          <IconUser size={20} />
        </ActionIcon>
      </>
    );
  }
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <button
          type="button"
          className={classes.account}
          aria-label={t('shell.accountOf', { name: account.name })}
        >
          <Identicon address={account.address} size={28} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account.name}</Menu.Label>
        {[...ownPlaces, ...networkPlaces].map((place) => (
          <Menu.Item key={place.path} component={Link} to={place.path} leftSection={<place.icon size={18} />}>
            {t(place.words)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Header(): ReactNode {
  const { t, language } = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <header className={classes.header}>
      <Link to={paths.daos} className={classes.mark} aria-label="Meritlane">
        <Logo size={24} />
      </Link>
      <DaoMenu />
      <div className={classes.tools}>
        <LiveChip />
        <button
          type="button"
          className={classes.language}
          onClick={() => void changeLanguage(language === 'en' ? 'zh' : 'en')}
        >
          <IconLanguage size={18} aria-hidden="true" />
          <span className="visually-hidden">{t('shell.language')}</span>
          <span lang={language === 'en' ? 'zh-CN' : 'en'}>{language === 'en' ? '中文' : 'EN'}</span>
        </button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.scheme ?? ''}
          aria-label={t(`shell.${other}`)}
          title={t(`shell.${other}`)}
          onClick={() => setColorScheme(other)}
        >
          {scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />}
        </ActionIcon>
        <AccountMenu />
      </div>
    </header>
  );
}

// The campaigns of a number: how far each is, and what can be done with it.
import { Button, Group, Text } from '@mantine/core';
import { IconArrowLeft, IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { dateAndTime } from '../format';
import { Card, Tab } from '../number/tab';
import { WhereToMend } from '../number/where_to_mend';
import { SendList } from '../queue/send_list';
import { Asked } from '../shell/asked';
import { Notice } from '../shell/notice';
import { CampaignActions } from './campaign_actions';
import { CampaignBadge, CampaignProgress } from './campaign_progress';
import classes from './campaigns.module.css';
import { campaignQuery, campaignsQuery } from './campaigns_api';
import type { Campaign } from './types';

export function CampaignsTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const { campaign } = useSearch({ from: '/in/numbers/$number/campaigns' });
  return campaign ? <OneCampaign number={number} id={campaign} /> : <AllCampaigns number={number} />;
}

function AllCampaigns({ number }: { number: string }) {
  const query = useQuery(campaignsQuery(number));
  return (
    <Tab title="Campaigns" action={query.data && <NewButton number={number} />}>
      <Asked query={query} what="The campaigns" help={<WhereToMend number={number} />}>
        {(campaigns) =>
          campaigns.length ? (
            campaigns.map((one) => (
              <Card key={one.id}>
                <Head number={number} campaign={one} linked />
                <CampaignProgress campaign={one} />
              </Card>
            ))
          ) : (
            <Notice icon={<IconSpeakerphone size={32} />} title="No campaigns yet" action={<NewButton number={number} light />}>
              A campaign sends one template to many, as fast as the number may.
            </Notice>
          )
        }
      </Asked>
    </Tab>
  );
}

function OneCampaign({ number, id }: { number: string; id: string }) {
  const query = useQuery(campaignQuery(number, id));
  return (
    <Tab
      title="Campaign"
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowLeft size={15} />}
          renderRoot={(props) => <Link to="/numbers/$number/campaigns" params={{ number }} search={{}} {...props} />}
        >
          All campaigns
        </Button>
      }
    >
      <Asked query={query} what="The campaign">
        {(campaign) => (
          <>
            <Card>
              <Head number={number} campaign={campaign} />
              <CampaignProgress campaign={campaign} />
            </Card>
            <SendList number={number} campaign={campaign.name} />
          </>
        )}
      </Asked>
    </Tab>
  );
}

function Head({ number, campaign, linked }: { number: string; campaign: Campaign; linked?: boolean }) {
  const { id, name, template, lane, created_s } = campaign;
  const about = [template && `${template.name} (${template.language})`, lane, created_s && dateAndTime(created_s * 1000)];
  return (
    <Group justify="space-between" align="start" gap="xs" data-campaign={id}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          {linked ? (
            <Link to="/numbers/$number/campaigns" params={{ number }} search={{ campaign: id }} className={classes.name}>
              {name}
            </Link>
          ) : (
            <Text component="h3" size="md" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
          )}
          <CampaignBadge campaign={campaign} />
        </Group>
        <Text size="xs" c="var(--faint)">
          {about.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <CampaignActions number={number} campaign={campaign} />
    </Group>
  );
}

function NewButton({ number, light }: { number: string; light?: boolean }) {
  return (
    <Button
      size="sm"
      variant={light ? 'light' : 'filled'}
      leftSection={<IconPlus size={16} />}
      renderRoot={(props) => <Link to="/numbers/$number/campaigns/new" params={{ number }} {...props} />}
    >
      New campaign
    </Button>
  );
}

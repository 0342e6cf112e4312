import type { Notification } from '@tunnelwatch/shared/notification';
/** What a test tells: an alert that does not exist and says so. Its number is 0, which no alert has. */
export declare function testNotification(channel: string, now: number): Notification;
